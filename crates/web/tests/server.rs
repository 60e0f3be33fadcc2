//! Pages over a socket.

mod support;

use khabar_web::{Options, Server, Token};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

async fn ask(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn it_answers_until_it_is_told_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let archive = support::archive(folder.path(), false);
    let mut options = Options::new(Token::new("a-token-for-tests").unwrap());
    options.address.set_port(0);
    let server = Server::bind(archive, options).await.unwrap();
    let address = server.address();
    assert!(address.ip().is_loopback());
    let (end, ended) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async {
        let _ = ended.await;
    }));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /about HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let answer = ask(&mut stream, &request).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("x-content-type-options: nosniff"));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let answer = ask(&mut stream, "nonsense\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    // A connection that says nothing does not hold the end up.
    let idle = TcpStream::connect(address).await.unwrap();
    end.send(()).unwrap();
    running.await.unwrap();
    drop(idle);
    assert!(TcpStream::connect(address).await.is_err());
}
