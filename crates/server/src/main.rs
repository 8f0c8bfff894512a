//! `sehat-server`: keeps sealed health records and can read none of them.

use std::{fmt::Display, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, ValueEnum};
use server::{Config, Rate, ServeError, Server};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

/// Keeps sealed health records. It holds no key and can read nothing of what it keeps.
///
/// It speaks plain HTTP: put a reverse proxy before it that ends TLS, and let it listen at an address
/// that only the proxy reaches. All its data is in one directory; back that up.
#[derive(Parser)]
#[command(name = "sehat-server", version)]
struct Arguments {
    /// The data directory; made if it is not there.
    #[arg(long, env = "SEHAT_DATA", value_name = "DIR")]
    data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(
        long,
        env = "SEHAT_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:8470"
    )]
    listen: SocketAddr,
    /// The most bytes one vault may take.
    #[arg(long, env = "SEHAT_QUOTA", value_name = "BYTES", default_value_t = 2 << 30)]
    quota: u64,
    /// How many requests a second one address may make in the long run; 0 takes every limit away.
    #[arg(long, env = "SEHAT_RATE", value_name = "N", default_value_t = 500)]
    rate: u32,
    /// Believe the address that the proxy writes at the end of X-Forwarded-For. Only with a proxy.
    #[arg(long, env = "SEHAT_BEHIND_PROXY")]
    behind_proxy: bool,
    /// How the log is written, to the standard error stream. RUST_LOG chooses what.
    #[arg(long, env = "SEHAT_LOG_FORMAT", value_enum, default_value_t = LogFormat::Json)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log(arguments.log_format);
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure);
            ExitCode::from(failure.code)
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| Failure::listen(arguments.listen, &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::listen(arguments.listen, &error))?;
    let data = arguments.data.clone();
    let failed = |error| Failure::serve(&data, &error);
    let server = Server::open(config(arguments)).await.map_err(failed)?;
    let stop = stop_signal()?;
    announce(address);
    server.serve(listener, stop).await.map_err(failed)
}

fn config(arguments: Arguments) -> Config {
    let mut config = Config::new(arguments.data);
    config.quota = arguments.quota;
    config.behind_proxy = arguments.behind_proxy;
    if arguments.rate == 0 {
        return config.without_limits();
    }
    let per_second = f64::from(arguments.rate);
    config.rate = Rate {
        per_second,
        burst: per_second * 6.0,
    };
    config
}

/// Ready at the first SIGINT or SIGTERM.
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    let failed = |error| Failure::new(EX_OSERR, format!("Signals cannot be heard: {error}."));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: finishing the requests under way");
    })
}

fn start_log(format: LogFormat) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Text => log.init(),
    }
}

/// The one line on the standard output stream, which scripts wait for.
fn announce(address: SocketAddr) {
    #[expect(clippy::print_stdout, reason = "what a script reads the address from")]
    {
        println!("sehat-server listens at http://{address}");
    }
}

fn complain(failure: &Failure) {
    #[expect(clippy::print_stderr, reason = "what the operator reads last")]
    {
        eprintln!("sehat-server: {}", failure.message);
    }
}

/// Why the server does not run, with the exit code of `sysexits.h`.
struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    fn new(code: u8, message: impl Display) -> Self {
        Self {
            code,
            message: message.to_string(),
        }
    }

    fn listen(address: SocketAddr, error: &std::io::Error) -> Self {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program listens there; choose another with --listen".to_owned()
            }
            _ => error.to_string(),
        };
        Self::new(
            EX_UNAVAILABLE,
            format!("Cannot listen at {address}: {why}."),
        )
    }

    fn serve(data: &std::path::Path, error: &ServeError) -> Self {
        use store::StoreError;
        let data = data.display();
        match error {
            ServeError::Store(StoreError::Locked) => Self::new(
                EX_TEMPFAIL,
                format!("Another server has {data} open; stop it first."),
            ),
            ServeError::Store(StoreError::Newer) => Self::new(
                EX_DATAERR,
                format!("{data} was written by a newer version; start that one."),
            ),
            ServeError::Store(StoreError::Io(error)) => Self::new(
                EX_CANTCREAT,
                format!("{data} cannot be read and written: {error}."),
            ),
            other => Self::new(EX_SOFTWARE, format!("{data}: {other}.")),
        }
    }
}

const EX_DATAERR: u8 = 65;
const EX_UNAVAILABLE: u8 = 69;
const EX_SOFTWARE: u8 = 70;
const EX_OSERR: u8 = 71;
const EX_CANTCREAT: u8 = 73;
const EX_TEMPFAIL: u8 = 75;
