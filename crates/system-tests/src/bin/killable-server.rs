//! A server in a process of its own, so that a test can kill it: prints its address and serves.

#![expect(clippy::print_stdout, reason = "the test reads the address there")]

use server::Config;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = std::env::args_os().nth(1).ok_or("which data directory?")?;
    let running = server::start(Config::new(data).without_limits()).await?;
    println!("{}", running.url());
    std::future::pending().await
}
