//! A client of `khabar mcp`, of our own: it writes and reads the lines of the protocol as they are.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::desk::Desk;

/// The program, serving, and the client's end of the line; it is killed where a test fails.
pub struct Client {
    program: Child,
    input: Option<ChildStdin>,
    output: Option<BufReader<ChildStdout>>,
    asked: u64,
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "what is said is written where it is said"
)]
impl Client {
    /// Starts the program on an archive, and says nothing yet.
    pub fn start(desk: &Desk, arguments: &[&str]) -> Self {
        Self::of(desk.khabar(&[&["mcp"], arguments].concat()))
    }

    /// Starts this command, which is to serve.
    pub fn of(mut command: Command) -> Self {
        let mut program = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: program.stdin.take(),
            output: program.stdout.take().map(BufReader::new),
            program,
            asked: 0,
        }
    }

    /// Starts the program and begins as the protocol has it.
    pub fn open(desk: &Desk, arguments: &[&str]) -> Self {
        let mut client = Self::start(desk, arguments);
        client.initialize();
        client
    }

    /// Begins: what the server says of itself.
    pub fn initialize(&mut self) -> Value {
        let said = self.ask(
            "initialize",
            json!({
                "protocolVersion": "2025-06-18", "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            }),
        );
        self.write(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string());
        said["result"].clone()
    }

    /// Writes a line, whatever it is.
    pub fn write(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line.as_bytes()).unwrap();
        input.write_all(b"\n").unwrap();
        input.flush().unwrap();
    }

    /// The next line of the server, which is of the protocol.
    pub fn next(&mut self) -> Value {
        let mut line = String::new();
        self.output.as_mut().unwrap().read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("a message: {line:?}"))
    }

    /// Asks something, and gives what is answered to it.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.write(&request.to_string());
        loop {
            let said = self.next();
            if said["id"] == id {
                return said;
            }
        }
    }

    /// The tools.
    pub fn tools(&mut self) -> Vec<Value> {
        let listed = self.ask("tools/list", json!({}));
        listed["result"]["tools"].as_array().unwrap().clone()
    }

    /// What a tool answers, as its structure; the same stands there as text.
    pub fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let said = self.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        let result = &said["result"];
        assert_eq!(result["isError"], false, "{tool}: {}", shown(&said));
        let text: Value =
            serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, result["structuredContent"]);
        text
    }

    /// Why a tool gives no answer.
    pub fn fails(&mut self, tool: &str, arguments: Value) -> String {
        let said = self.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        let result = &said["result"];
        assert_eq!(result["isError"], true, "{tool}: {}", shown(&said));
        assert!(
            result.get("structuredContent").is_none(),
            "{}",
            shown(&said)
        );
        result["content"][0]["text"].as_str().unwrap().to_owned()
    }

    /// Hears no more, though it may speak on.
    pub fn be_deaf(&mut self) {
        self.output = None;
    }

    /// Says no more.
    pub fn end_input(&mut self) {
        self.input = None;
    }

    /// Ends the input, and waits for the end: the exit status and what was said on standard error.
    pub fn close(mut self) -> (i32, String) {
        self.end_input();
        self.end()
    }

    /// Waits for the end.
    pub fn end(&mut self) -> (i32, String) {
        // What was not read may keep it from ending.
        if let Some(mut output) = self.output.take() {
            let mut rest = String::new();
            output.read_to_string(&mut rest).unwrap();
            for line in rest.lines() {
                let message: Result<Value, _> = serde_json::from_str(line);
                assert!(message.is_ok(), "{line:?}");
            }
        }
        let mut said = String::new();
        let mut errors = self.program.stderr.take().unwrap();
        errors.read_to_string(&mut said).unwrap();
        (self.program.wait().unwrap().code().unwrap(), said)
    }
}

/// How a message begins.
fn shown(message: &Value) -> String {
    message.to_string().chars().take(2_000).collect()
}
