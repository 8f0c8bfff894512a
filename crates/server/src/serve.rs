//! A server's life: opened, serving, stopped.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, serve::ListenerExt as _};
use store::{Store, StoreError};
use tokio::{
    net::TcpListener,
    sync::oneshot,
    task::JoinHandle,
    time::{interval, sleep},
};

use crate::{Config, app::App, routes};

/// Why a server does not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address cannot be listened at, or the network failed.
    #[error("network: {0}")]
    Network(#[from] std::io::Error),
}

/// A server whose store is open.
#[derive(Clone)]
pub struct Server {
    app: App,
}

impl Server {
    /// Opens the data directory.
    ///
    /// # Errors
    /// When it cannot be used: in use, not writable, from a newer version, damaged.
    pub async fn open(config: Config) -> Result<Self, ServeError> {
        Ok(Self {
            app: App::open(config).await?,
        })
    }

    /// The service, to be called without a network.
    pub fn router(&self) -> Router {
        routes::router(&self.app)
    }

    /// What is kept.
    pub fn store(&self) -> &Store {
        &self.app.store
    }

    /// Serves until `shutdown`, then finishes the requests under way and closes the store.
    ///
    /// # Errors
    /// When the network fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let listener = listener.tap_io(|connection| {
            // Small answers are not to wait for company. If it cannot be had, they wait.
            let _ = connection.set_nodelay(true);
        });
        let service = self
            .router()
            .into_make_service_with_connect_info::<SocketAddr>();
        let sweeper = tokio::spawn(sweep(self.app.clone()));
        let (stop, mut stopping) = (self.app.clone(), self.app.stopping.subscribe());
        let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
            shutdown.await;
            stop.stopping.send_replace(true);
        });
        let patience = async move {
            let _ = stopping.wait_for(|stopping| *stopping).await;
            sleep(PATIENCE).await;
        };
        let result = tokio::select! {
            result = serving => result,
            () = patience => Ok(()),
        };
        sweeper.abort();
        self.close().await;
        Ok(result?)
    }

    /// Closes the store: what was begun is finished, and the directory is free for another.
    pub async fn close(&self) {
        self.app.stopping.send_replace(true);
        self.app.store.close().await;
    }
}

/// Opens and serves until `shutdown`.
///
/// # Errors
/// As [`Server::open`] and [`Server::serve`].
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    Server::open(config).await?.serve(listener, shutdown).await
}

/// A server that runs beside the caller, at a free port of this machine. It stops when told, or when
/// the runtime ends.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), ServeError>>,
}

/// Starts a server beside the caller.
///
/// # Errors
/// As [`Server::open`], or when there is no free port.
pub async fn start(config: Config) -> Result<Running, ServeError> {
    let server = Server::open(config).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(server.serve(listener, async move {
        // That the other half is gone does not stop the server: only the word does.
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
    }));
    Ok(Running {
        address,
        stop,
        task,
    })
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops it as a signal would, and waits until its directory is free.
    ///
    /// # Errors
    /// When the network failed while it ran.
    pub async fn stop(self) -> Result<(), ServeError> {
        let _ = self.stop.send(());
        self.task
            .await
            .unwrap_or_else(|error| Err(std::io::Error::other(error).into()))
    }
}

/// Removes chunks that were uploaded long ago and that nothing shows, and counts of days gone by.
async fn sweep(app: App) {
    let mut hours = interval(Duration::from_secs(60 * 60));
    loop {
        hours.tick().await;
        let yesterday = app.now().saturating_sub(COUNTED_MILLIS);
        if let Err(error) = app.store.forget_inquiries(yesterday / HOUR_MILLIS).await {
            tracing::error!(%error, "old counts of inquiries were not removed");
        }
        let before = app.now().saturating_sub(UNUSED_CHUNK_MILLIS);
        match app.store.sweep_chunks(before).await {
            Ok(0) => {}
            Ok(chunks) => tracing::info!(chunks, "unused chunks were removed"),
            Err(error) => tracing::error!(%error, "unused chunks were not removed"),
        }
    }
}

/// How long requests under way have once the server is to stop.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long an uploaded chunk waits for the entry that shows it.
const UNUSED_CHUNK_MILLIS: u64 = 7 * 24 * 60 * 60 * 1000;
const HOUR_MILLIS: u64 = 60 * 60 * 1000;
/// How long it is kept how often somebody asked: a day and the hour that it began in.
const COUNTED_MILLIS: u64 = 26 * HOUR_MILLIS;
