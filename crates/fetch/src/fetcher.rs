//! Requests made one after the other where the site lets programs in.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use khabar_corpus::http::content_type;
use khabar_corpus::unpack::bounded;
use tracing::debug;
use ureq::http::{HeaderMap, HeaderName, Response, StatusCode, header};
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::{Body, Proxy};
use url::Url;

use crate::answer::not_readable;
use crate::client::{self, Client};
use crate::robots::{self, Robots, product};
use crate::sites::{Site, Sites};
use crate::{
    Answer, FetchError, FetchOptions, Fetched, NotModified, Posted, Request, headers, opt_out,
};

/// How long a site is left alone that asks for fewer requests and does not say for how long.
const UNTOLD_WAIT: Duration = Duration::from_mins(10);
/// Redirects followed before giving up, as many as browsers of old.
const MOST_REDIRECTS: usize = 10;

/// Fetches what is at addresses. One is enough for all threads: it remembers what each site's robots.txt says and when the
/// site was last asked, and asks no site for two things at the same time.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    options: FetchOptions,
    sites: Sites,
}

/// What one step came to.
enum Step {
    Answer(Answer),
    Redirect { to: Url, for_good: bool },
}

/// What is left of the time that a request may take.
struct Time(Duration);

impl Time {
    /// Takes the time that something needs from what is left.
    fn spend<T>(&mut self, something: impl FnOnce(Duration) -> T) -> T {
        let begun = Instant::now();
        let out = something(self.0);
        self.0 = self.0.saturating_sub(begun.elapsed());
        out
    }
}

impl Fetcher {
    /// A fetcher with these options. Proxies are taken from the usual environment variables.
    pub fn new(options: FetchOptions) -> Self {
        Self::with(options, DefaultResolver::default(), Proxy::try_from_env())
    }

    /// One that has names looked up by `names`, and goes through this proxy.
    fn with(options: FetchOptions, names: impl Resolver, proxy: Option<Proxy>) -> Self {
        Self {
            client: Client::new(&options.user_agent, options.reach.clone(), names, proxy),
            options,
            sites: Sites::default(),
        }
    }

    /// What is at an address. Waits until it is this request's turn at each site on the way, so it can take longer than
    /// the [timeout](FetchOptions::timeout); [`ready_at`](Self::ready_at) tells beforehand.
    ///
    /// # Errors
    /// Why there is nothing, and what to do about it. A site that asked for fewer requests is not asked before the time
    /// it named: until then that is [`FetchError::TooManyRequests`] again.
    pub fn get(&self, request: &Request<'_>) -> Result<Answer, FetchError> {
        let mut at = request.url.clone();
        at.set_fragment(None);
        let mut seen = HashSet::from([at.clone()]);
        let mut time = Time(self.options.timeout);
        let mut all_for_good = true;
        loop {
            match self.step(&at, request, &mut time)? {
                Step::Answer(mut answer) => {
                    if seen.len() > 1 && all_for_good {
                        answer.has_moved_to(at.to_string());
                    }
                    return Ok(answer);
                }
                Step::Redirect { to, for_good } => {
                    all_for_good &= for_good;
                    if !seen.insert(to.clone()) {
                        return Err(FetchError::RedirectLoop { address: to });
                    }
                    if seen.len() > MOST_REDIRECTS + 1 {
                        return Err(FetchError::TooManyRedirects {
                            most: MOST_REDIRECTS,
                        });
                    }
                    at = to;
                }
            }
        }
    }

    /// Sends something to an address and says what came back, whichever status it has. The address is held to where
    /// addresses may lead as any other; robots.txt is not asked, and redirects are not followed.
    ///
    /// # Errors
    /// Why nothing came back within `timeout`.
    pub fn post(
        &self,
        url: &Url,
        content_type: &str,
        body: &[u8],
        timeout: Duration,
    ) -> Result<Posted, FetchError> {
        let response = self.client.post(url, content_type, body, timeout)?;
        let posted = Posted {
            status: response.status().as_u16(),
            retry_after: headers::retry_after(response.headers(), SystemTime::now()),
        };
        debug!(%url, status = posted.status, "posted");
        Ok(posted)
    }

    /// When the site of an address may be asked next, as far as is known now: the wait between two requests is over, and
    /// any time to stay away that the site named. While a request is being made there, the earliest time it could be.
    pub fn ready_at(&self, url: &Url) -> Instant {
        let now = Instant::now();
        let Some(site) = self.sites.known(url) else {
            return now;
        };
        let robots = site.robots(url.scheme(), now);
        let delay = self.delay(robots.as_ref().map(|(robots, _)| &**robots));
        site.ready_at(url.scheme(), delay, now)
    }

    /// The name that robots.txt knows this program by.
    fn program(&self) -> &str {
        product(&self.options.user_agent)
    }

    /// How long to wait between two requests to a site with this robots.txt.
    fn delay(&self, robots: Option<&Robots>) -> Duration {
        let wanted = match robots {
            Some(robots) if !self.options.ignore_robots => robots.delay(self.program()),
            _ => None,
        };
        self.options.delay.max(wanted.unwrap_or_default())
    }

    /// Asks once, as soon as it is this request's turn at the site.
    fn step(&self, at: &Url, request: &Request<'_>, time: &mut Time) -> Result<Step, FetchError> {
        let site = self.sites.of(at);
        let _turn = site.turn();
        if let Some(wait) = site.barred(Instant::now()) {
            return Err(FetchError::TooManyRequests { wait: Some(wait) });
        }
        let robots = self.robots(&site, at, time)?;
        let delay = self.delay(robots.as_deref());
        std::thread::sleep(site.wait(delay, Instant::now()));
        let step = time.spend(|left| self.ask(at, request, left));
        let now = Instant::now();
        site.was_asked(now);
        match &step {
            // The site has had enough, of whatever is asked: all of it is left alone.
            Err(FetchError::TooManyRequests { wait }) => {
                site.bar(now + wait.unwrap_or(UNTOLD_WAIT));
            }
            Err(FetchError::Server {
                wait: Some(wait), ..
            }) => site.bar(now + *wait),
            Err(error) => debug!(url = %at, cause = error.cause(), "not fetched"),
            Ok(_) => {}
        }
        step
    }

    /// What the site's robots.txt says, if it is asked at all. Lets through what it allows.
    fn robots(
        &self,
        site: &Site,
        at: &Url,
        time: &mut Time,
    ) -> Result<Option<Arc<Robots>>, FetchError> {
        let options = &self.options;
        if options.ignore_robots && !options.honour_ai_opt_outs {
            return Ok(None);
        }
        if let Some((robots, left)) = site.robots(at.scheme(), Instant::now()) {
            self.let_through(&robots, at, left)?;
            return Ok(Some(robots));
        }
        let robots = self.fetch_robots(site, at, time).and_then(|robots| {
            self.let_through(&robots, at, robots.holds())?;
            Ok(Some(robots))
        });
        if robots.is_err() {
            // Nothing else is asked now that would be noted.
            site.was_asked(Instant::now());
        }
        robots
    }

    /// Asks for the site's robots.txt.
    fn fetch_robots(
        &self,
        site: &Site,
        at: &Url,
        time: &mut Time,
    ) -> Result<Arc<Robots>, FetchError> {
        std::thread::sleep(site.wait(self.options.delay, Instant::now()));
        let text = "text/plain,*/*;q=0.5";
        let robots = robots::fetch(at, |url| {
            time.spend(|left| self.client.get(url, &[(header::ACCEPT, text)], left))
        })?;
        let robots = Arc::new(robots);
        let now = Instant::now();
        if let Robots::Unknown {
            status: 429,
            ask_again,
        } = *robots
        {
            site.bar(now + ask_again);
        }
        site.keep_robots(at.scheme(), &robots, self.delay(Some(&robots)), now);
        Ok(robots)
    }

    /// Whether an address may be asked for by a robots.txt that is believed for so long yet.
    fn let_through(&self, robots: &Robots, at: &Url, left: Duration) -> Result<(), FetchError> {
        if !self.options.ignore_robots {
            robots.check(self.program(), at, left)?;
        }
        if self.options.honour_ai_opt_outs
            && let Some(signal) = robots.ai_opt_out(self.program(), at)
        {
            return Err(FetchError::AiOptOut { signal });
        }
        Ok(())
    }

    /// One request and what it came to.
    fn ask(&self, at: &Url, request: &Request<'_>, left: Duration) -> Result<Step, FetchError> {
        let mut asked: Vec<(HeaderName, &str)> = vec![(header::ACCEPT, request.accept)];
        asked.extend(request.etag.map(|etag| (header::IF_NONE_MATCH, etag)));
        asked.extend(
            request
                .last_modified
                .map(|since| (header::IF_MODIFIED_SINCE, since)),
        );
        let on_condition = asked.len() > 1;
        let response = self.client.get(at, &asked, left)?;
        let status = response.status();
        debug!(url = %at, status = status.as_u16(), "asked");
        if status.is_redirection()
            && status != StatusCode::NOT_MODIFIED
            && let Some(location) = client::location(&response)
        {
            let to = client::redirect(at, &location)?;
            let for_good = matches!(
                status,
                StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT
            );
            return Ok(Step::Redirect { to, for_good });
        }
        let is_unchanged = status == StatusCode::NOT_MODIFIED && on_condition;
        if !status.is_success() && !is_unchanged {
            let wait = headers::retry_after(response.headers(), SystemTime::now());
            return Err(FetchError::of_status(status.as_u16(), wait));
        }
        if self.options.honour_ai_opt_outs
            && let Some(signal) = opt_out::of_headers(response.headers())
        {
            return Err(FetchError::AiOptOut { signal });
        }
        let answer = if is_unchanged {
            Answer::NotModified(unchanged(at, response.headers()))
        } else {
            Answer::Fetched(Box::new(self.receive(at, response)?))
        };
        Ok(Step::Answer(answer))
    }

    /// Reads what a site sends.
    fn receive(&self, at: &Url, response: Response<Body>) -> Result<Fetched, FetchError> {
        let (head, body) = response.into_parts();
        let (media_type, charset) = headers::text(&head.headers, header::CONTENT_TYPE)
            .map(|value| content_type(&value))
            .unwrap_or_default();
        if let Some(found) = not_readable(&media_type) {
            return Err(FetchError::NoPage { found });
        }
        let limit = self.options.max_bytes;
        let too_large = || FetchError::TooLarge { limit };
        if body.content_length().is_some_and(|len| len > limit as u64) {
            return Err(too_large());
        }
        let wire = bounded(body.into_reader(), 0, limit)
            .map_err(|error| FetchError::of_transfer(&error, at))?
            .ok_or_else(too_large)?;
        let kept = self.options.keep_wire.then(|| wire.clone());
        let bytes = client::unpacked(&head.headers, wire, limit, at)?;
        let unchanged = unchanged(at, &head.headers);
        let headers = head.headers.iter();
        Ok(Fetched {
            bytes,
            wire: kept,
            status: head.status.as_u16(),
            headers: headers
                .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
                .collect(),
            content_type: (!media_type.is_empty()).then_some(media_type),
            charset,
            url: unchanged.url,
            moved: None,
            etag: unchanged.etag,
            last_modified: unchanged.last_modified,
            keep: unchanged.keep,
        })
    }
}

/// What the headers of an answer say, with or without a body.
fn unchanged(at: &Url, headers: &HeaderMap) -> NotModified {
    NotModified {
        url: at.to_string(),
        moved: None,
        etag: headers::text(headers, header::ETAG),
        last_modified: headers::text(headers, header::LAST_MODIFIED),
        keep: headers::keep(headers, SystemTime::now()),
    }
}

#[cfg(test)]
mod tests;
