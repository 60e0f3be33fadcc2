//! Objects of stores elsewhere: `s3://bucket/path`, `gs://bucket/path`, `https://host/path`.
//!
//! Credentials, regions and endpoints come from the environment, as the stores' own tools have them there.

use std::fmt;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, ObjectStoreScheme};
use tokio::runtime::Runtime;
use url::Url;

/// The schemes of addresses that are read.
pub const SCHEMES: [&str; 5] = ["s3", "s3a", "gs", "http", "https"];

/// Bytes asked for at once.
const PIECE: u64 = 4 << 20;

/// One object.
pub struct Object {
    store: Arc<dyn ObjectStore>,
    path: Path,
    len: u64,
    /// How often the store did not give what was asked for.
    failures: AtomicU64,
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.store, self.path)
    }
}

/// What answers of stores are waited for with. Reading is done by threads of its own, each of which waits for its piece.
///
/// Each process has its own: of a process that was forked off the threads are gone, and what they watched is still its parent's.
fn runtime() -> io::Result<&'static Runtime> {
    static RUNTIME: Mutex<Option<(u32, &Runtime)>> = Mutex::new(None);
    let process = std::process::id();
    let mut made = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, runtime)) = *made
        && of == process
    {
        return Ok(runtime);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    // One a process, for as long as it lives.
    let runtime = Box::leak(Box::new(runtime));
    *made = Some((process, runtime));
    Ok(runtime)
}

/// Finds the object of an address; where it ends in `/`, all objects below it, in the order of their paths.
///
/// # Errors
/// What the store says, in words.
pub fn find(address: &str) -> Result<Vec<(String, Object)>, String> {
    let url = Url::parse(address).map_err(|error| error.to_string())?;
    let runtime = runtime().map_err(|error| error.to_string())?;
    let (store, path) = connect(&url).map_err(|error| says(&error))?;
    let store: Arc<dyn ObjectStore> = Arc::from(store);
    let named = |path: &Path| {
        let mut named = url.clone();
        named.set_path(path.as_ref());
        named.set_query(None);
        named.to_string()
    };
    let metas = if address.ends_with('/') {
        let mut metas: Vec<_> = runtime
            .block_on(store.list(Some(&path)).try_collect())
            .map_err(|error| says(&error))?;
        metas.sort_by(|a: &object_store::ObjectMeta, b| a.location.cmp(&b.location));
        metas
    } else {
        let meta = runtime.block_on(store.head(&path));
        vec![meta.map_err(|error| says(&error))?]
    };
    Ok(metas
        .into_iter()
        .map(|meta| {
            let object = Object {
                store: Arc::clone(&store),
                path: meta.location,
                len: meta.size,
                failures: AtomicU64::new(0),
            };
            (named(&object.path), object)
        })
        .collect())
}

/// The store of an address and the path in it. The environment says how to get in.
fn connect(url: &Url) -> object_store::Result<(Box<dyn ObjectStore>, Path)> {
    let (scheme, path) = ObjectStoreScheme::parse(url)?;
    let store: Box<dyn ObjectStore> = match scheme {
        ObjectStoreScheme::AmazonS3 => Box::new(
            object_store::aws::AmazonS3Builder::from_env()
                .with_url(url.as_str())
                .build()?,
        ),
        ObjectStoreScheme::GoogleCloudStorage => Box::new(
            object_store::gcp::GoogleCloudStorageBuilder::from_env()
                .with_url(url.as_str())
                .build()?,
        ),
        _ => {
            let mut root = url.clone();
            root.set_path("/");
            root.set_query(None);
            let options = object_store::ClientOptions::new().with_allow_http(true);
            let store = object_store::http::HttpBuilder::new()
                .with_url(root.as_str())
                .with_client_options(options)
                .build()?;
            return Ok((Box::new(store), Path::from_url_path(url.path())?));
        }
    };
    Ok((store, path))
}

/// An error with what is behind it.
fn says(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    text
}

impl Object {
    /// How many bytes it has.
    pub fn bytes(&self) -> u64 {
        self.len
    }

    /// How often the store has failed to give bytes of it.
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Its bytes from a place on.
    pub fn open(object: &Arc<Self>, from: u64) -> impl Read + Send + 'static {
        Reader {
            object: Arc::clone(object),
            next: from,
            piece: bytes::Bytes::new(),
            ahead: None,
        }
    }
}

type Answer = tokio::task::JoinHandle<object_store::Result<bytes::Bytes>>;

/// Reads an object piece by piece, and asks for the next piece while one is being taken.
struct Reader {
    object: Arc<Object>,
    /// Where the next piece to ask for begins.
    next: u64,
    piece: bytes::Bytes,
    ahead: Option<Answer>,
}

impl Reader {
    /// The error of a store that says this, counted.
    fn failed(&self, says: String) -> io::Error {
        self.object.failures.fetch_add(1, Ordering::Relaxed);
        io::Error::other(says)
    }

    /// Asks for the next piece, if there is one.
    fn ask(&mut self) -> io::Result<Option<Answer>> {
        let range: Range<u64> = self.next..self.object.len.min(self.next.saturating_add(PIECE));
        if range.is_empty() {
            return Ok(None);
        }
        self.next = range.end;
        let object = Arc::clone(&self.object);
        let answer = async move { object.store.get_range(&object.path, range).await };
        Ok(Some(runtime()?.spawn(answer)))
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            let asked = match self.ahead.take() {
                Some(asked) => Some(asked),
                None => self.ask()?,
            };
            let Some(asked) = asked else {
                return Ok(0);
            };
            self.ahead = self.ask()?;
            self.piece = match runtime()?.block_on(asked) {
                Ok(Ok(piece)) => piece,
                Ok(Err(error)) => return Err(self.failed(says(&error))),
                Err(error) => return Err(self.failed(error.to_string())),
            };
        }
        let taken = buffer.len().min(self.piece.len());
        buffer[..taken].copy_from_slice(&self.piece.split_to(taken));
        Ok(taken)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(asked) = self.ahead.take() {
            asked.abort();
        }
    }
}
