//! Serves an archive of the project's own samples and cases, for a look at the pages:
//! `cargo run -p khabar-web --example cases [PORT]`. Sign in with the token `look-at-the-pages`.

#[path = "../tests/support/mod.rs"]
mod support;

use khabar_web::{Options, Server, Token};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut options = Options::new(Token::new("look-at-the-pages")?);
    let port = std::env::args()
        .nth(1)
        .map_or(Ok(7878), |port| port.parse())?;
    options.address.set_port(port);
    let server = Server::bind(support::archive(folder.path(), true), options).await?;
    println!("http://{}/", server.address());
    server
        .run(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without signals it runs until it is killed.
                std::future::pending::<()>().await;
            }
        })
        .await;
    Ok(())
}
