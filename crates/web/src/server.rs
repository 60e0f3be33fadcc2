//! From a socket to requests.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use khabar_archive::Archive;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::app::router;
use crate::error::WebError;
use crate::options::Options;

/// The time in which a request must say what it asks for.
const HEADERS: Duration = Duration::from_secs(10);
/// The most headers of a request.
const MOST_HEADERS: usize = 64;
/// The time that requests under way are given at the end.
const LAST: Duration = Duration::from_secs(10);

/// The pages of an archive, at their address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    most: usize,
}

impl Server {
    /// Listens where the options say. Port 0 takes any that is free.
    ///
    /// # Errors
    /// [`WebError::Listen`] where the address cannot be had.
    pub async fn bind(archive: Arc<Archive>, options: Options) -> Result<Self, WebError> {
        let wrong = |cause| WebError::Listen {
            address: options.address,
            cause,
        };
        let listener = TcpListener::bind(options.address).await.map_err(wrong)?;
        let address = listener.local_addr().map_err(wrong)?;
        let most = options.most_connections;
        Ok(Self {
            listener,
            address,
            router: router(archive, options),
            most,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `end` comes, then gives what is under way some seconds to be done.
    pub async fn run(self, end: impl Future<Output = ()>) {
        let connections = GracefulShutdown::new();
        let room = Arc::new(Semaphore::new(self.most));
        let mut end = std::pin::pin!(end);
        loop {
            let free = tokio::select! {
                free = Arc::clone(&room).acquire_owned() => free,
                () = &mut end => break,
            };
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut end => break,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(cause) => {
                    // Without files left to open, the next one fails at once as well.
                    tracing::warn!(%cause, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            // Small answers go at once; where that cannot be set they go a little later.
            let _ = stream.set_nodelay(true);
            let service = self
                .router
                .clone()
                .map_request(move |request: Request<Incoming>| {
                    let mut request = request.map(Body::new);
                    request.extensions_mut().insert(ConnectInfo(peer));
                    request
                });
            let service = TowerToHyperService::new(service);
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADERS)
                .max_headers(MOST_HEADERS)
                .serve_connection(TokioIo::new(stream), service);
            let answering = connections.watch(connection);
            tokio::spawn(async move {
                if let Err(cause) = answering.await {
                    tracing::debug!(%peer, %cause, "a connection ended early");
                }
                drop(free);
            });
        }
        drop(self.listener);
        if tokio::time::timeout(LAST, connections.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("some requests were not done in time");
        }
    }
}
