//! The description of every address for programs, as `OpenAPI` 3.1.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{Method, Response};
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, HeaderBuilder, InfoBuilder, ObjectBuilder, OpenApiBuilder,
    PathItem, Ref, RefOr, Required, ResponseBuilder, Schema, Type,
};
use utoipa::{PartialSchema, ToSchema};

use crate::form::{Form, address};
use crate::pages::error::Problem;
use crate::routes::{ROUTES, Route};
use crate::security::gate::For;
use crate::visit::Visit;

/// Something that may be asked of an address, or is sent to it.
pub(crate) struct Asks {
    pub name: &'static str,
    pub about: &'static str,
    kind: Type,
    needed: bool,
}

impl Asks {
    /// A text.
    pub(crate) const fn text(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            kind: Type::String,
            needed: false,
        }
    }

    /// A number.
    pub(crate) const fn number(name: &'static str, about: &'static str) -> Self {
        Self {
            kind: Type::Integer,
            ..Self::text(name, about)
        }
    }

    /// The same, which must be there.
    pub(crate) const fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    fn schema(&self) -> Schema {
        ObjectBuilder::new()
            .schema_type(self.kind.clone())
            .description(Some(self.about))
            .build()
            .into()
    }
}

/// What the JSON of an address is.
pub(crate) struct Gives {
    pub name: fn() -> Cow<'static, str>,
    add: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl Gives {
    /// An object of this type.
    pub(crate) const fn of<T: ToSchema + PartialSchema>() -> Self {
        Self {
            name: T::name,
            add: |schemas| {
                schemas.push((T::name().into_owned(), T::schema()));
                T::schemas(schemas);
            },
        }
    }
}

static DESCRIPTION: LazyLock<String> = LazyLock::new(|| {
    // Of texts and lists of them alone, which can always be written.
    describe().to_json().unwrap_or_default()
});

/// The description.
pub(crate) fn answer(visit: &Visit) -> Response<Body> {
    visit.text(Form::Json, DESCRIPTION.clone())
}

fn describe() -> utoipa::openapi::OpenApi {
    let mut schemas = Vec::new();
    let mut paths: BTreeMap<String, PathItem> = BTreeMap::new();
    for route in ROUTES {
        (route.gives.add)(&mut schemas);
        for &form in route.forms {
            // Pages for people are no part of what programs go by, unless there is nothing else.
            if form == Form::Html && route.forms.len() > 1 {
                continue;
            }
            let item = PathItem::new(method(route), operation(route, form));
            let path = address(route.path, form);
            match paths.get_mut(&path) {
                Some(there) => there.merge_operations(item),
                None => {
                    paths.insert(path, item);
                }
            }
        }
    }
    schemas.push((Problem::name().into_owned(), Problem::schema()));
    Problem::schemas(&mut schemas);
    let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme("token", token)
        .build();
    let paths = paths
        .into_iter()
        .fold(PathsBuilder::new(), |all, (path, item)| {
            all.path(path, item)
        });
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Khabar")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "An archive of news reports. What a page shows can be had as JSON by adding `.json` to its \
                     address, lists as `.atom`, `.jsonl` and `.csv` as well; `/` is `/index.json`. Changes need the \
                     token, and so does everything where the archive is served beyond its own machine, or behind another \
                     server.",
                ))
                .build(),
        )
        .paths(paths)
        .components(Some(components))
        .build()
}

fn method(route: &Route) -> HttpMethod {
    if route.method == Method::POST {
        HttpMethod::Post
    } else {
        HttpMethod::Get
    }
}

fn operation(route: &Route, form: Form) -> utoipa::openapi::path::Operation {
    let mut operation = OperationBuilder::new().summary(Some(route.about));
    for part in route.path.split('/') {
        let Some(name) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) else {
            continue;
        };
        let kind = if name == "id" {
            Type::Integer
        } else {
            Type::String
        };
        operation = operation.parameter(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(ObjectBuilder::new().schema_type(kind).build())),
        );
    }
    if route.method == Method::POST {
        let mut object = ObjectBuilder::new();
        for asks in route.asks {
            object = object.property(asks.name, asks.schema());
            if asks.needed {
                object = object.required(asks.name);
            }
        }
        let content = ContentBuilder::new()
            .schema(Some(Schema::from(object.build())))
            .build();
        operation = operation.request_body(Some(
            RequestBodyBuilder::new()
                .content("application/json", content.clone())
                .content("application/x-www-form-urlencoded", content)
                .build(),
        ));
    } else {
        for asks in route.asks {
            let required = if asks.needed {
                Required::True
            } else {
                Required::False
            };
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name(asks.name)
                    .parameter_in(ParameterIn::Query)
                    .required(required)
                    .description(Some(asks.about))
                    .schema(Some(asks.schema())),
            );
        }
    }
    if route.wanted == For::Writers {
        let none: [&str; 0] = [];
        operation = operation.security(SecurityRequirement::new("token", none));
    }
    let content = match form {
        Form::Json => ContentBuilder::new()
            .schema(Some(Ref::from_schema_name((route.gives.name)())))
            .build(),
        _ => ContentBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
            .build(),
    };
    let kind = match route.media {
        "" => form.media_type().split(';').next().unwrap_or_default(),
        media => media,
    };
    let problem = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Problem::name())))
        .build();
    // A form of a page for people is done with when its browser is sent on.
    let (status, answer) = if route.method == Method::POST && form == Form::Html {
        let header = HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .build();
        let next = ResponseBuilder::new()
            .description("It was done; `Location` is where to go on.")
            .header("Location", header);
        ("303", next)
    } else {
        let asked = ResponseBuilder::new()
            .description("What was asked for.")
            .content(kind, content);
        ("200", asked)
    };
    operation
        .response(status, answer.build())
        .response(
            "default",
            ResponseBuilder::new()
                .description("Why it was not answered as asked.")
                .content("application/json", problem)
                .build(),
        )
        .build()
}
