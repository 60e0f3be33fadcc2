//! The line to the client: one that hears no more is gone, even where its own end of the line is still open.

use std::io;
use std::sync::Arc;

use rmcp::RoleServer;
use rmcp::service::{RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::transport::Transport;
use tokio::sync::Notify;

/// A line that ends when nothing can be sent on it any more.
pub struct Line<T> {
    inner: T,
    gone: Arc<Notify>,
}

impl<T> Line<T> {
    pub fn new(inner: T) -> Self {
        Self {
            inner,
            gone: Arc::default(),
        }
    }
}

impl<T: Transport<RoleServer, Error = io::Error>> Transport<RoleServer> for Line<T> {
    type Error = io::Error;

    fn send(
        &mut self,
        message: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let sent = self.inner.send(message);
        let gone = Arc::clone(&self.gone);
        async move {
            let outcome = sent.await;
            if outcome.is_err() {
                gone.notify_one();
            }
            outcome
        }
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        tokio::select! {
            message = self.inner.receive() => message,
            () = self.gone.notified() => None,
        }
    }

    fn close(&mut self) -> impl Future<Output = io::Result<()>> + Send {
        self.inner.close()
    }
}
