//! The server: where it listens, what it lets in, how it ends.

use crate::answer::Problem;
use crate::desk::Desk;
use crate::guard::{self, Guard};
use crate::{api, ui};
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// The largest body: a long report fits ten times.
const BODY: usize = 4 << 20;
/// The longest an answer may take; the record of an earlier day is linked anew.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long open connections may end their work once we are asked to stop.
const FAREWELL: Duration = Duration::from_secs(3);

/// What is served, and to whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The record.
    pub record: PathBuf,
    /// Where to listen.
    pub host: IpAddr,
    /// 0 for any free one.
    pub port: u16,
    /// Nothing may be changed.
    pub read_only: bool,
    /// What every request must bring; needed where `host` is not the loopback.
    pub token: Option<String>,
    /// Further names under which the server may be asked.
    pub hosts: Vec<String>,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The record cannot be read.
    #[error(transparent)]
    Record(#[from] tarikh::Fault),
    /// Others could reach the server, and nothing would keep them out.
    #[error(
        "expected a token for an address that others can reach, but found none for {0}\nhint: add --token, or leave --host out to serve this machine only"
    )]
    Open(IpAddr),
    /// The port is another program's.
    #[error(
        "expected port {1} of {0} to be free, but another program listens there\nhint: name another with --port, or 0 for any free one"
    )]
    Taken(IpAddr, u16),
    /// The address is none of this machine's, or may not be listened on.
    #[error("expected to listen on {0}, but found: {1}\nhint: --host takes an address of this machine")]
    Deaf(SocketAddr, std::io::Error),
    /// The system gives no threads or no sockets.
    #[error("expected a runtime for the server, but found: {0}")]
    Runtime(std::io::Error),
}

/// Serves a record until interrupted. `ready` is given the address to open.
pub fn run(options: &Options, ready: impl FnOnce(&str)) -> Result<(), Fault> {
    if !options.host.is_loopback() && options.token.is_none() {
        return Err(Fault::Open(options.host));
    }
    let desk = Desk::open(&options.record, options.read_only)?;
    let guard = Guard { token: options.token.clone(), hosts: options.hosts.clone(), open: !options.host.is_loopback() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Fault::Runtime)?;
    let outcome = runtime.block_on(async {
        let at = SocketAddr::new(options.host, options.port);
        let listener = tokio::net::TcpListener::bind(at).await.map_err(|e| match e.kind() {
            std::io::ErrorKind::AddrInUse => Fault::Taken(options.host, options.port),
            _ => Fault::Deaf(at, e),
        })?;
        let at = listener.local_addr().map_err(|e| Fault::Deaf(at, e))?;
        let token = options.token.as_ref().map(|t| format!("?token={t}")).unwrap_or_default();
        ready(&format!("http://{at}/{token}"));
        let stop = Arc::new(tokio::sync::Notify::new());
        let stopped = stop.clone();
        let server = axum::serve(listener, app(desk, guard)).with_graceful_shutdown(async move {
            interrupted().await;
            stopped.notify_one();
        });
        // Pages hold a line open for events; they are not waited for.
        let late = async {
            stop.notified().await;
            tokio::time::sleep(FAREWELL).await;
        };
        tokio::select! {
            ended = server => ended.map_err(|e| Fault::Deaf(at, e)),
            () = late => Ok(()),
        }
    });
    runtime.shutdown_timeout(FAREWELL);
    outcome
}

/// Ends with Ctrl-C, or when the system asks us to stop.
async fn interrupted() {
    let key = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let asked = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let asked = std::future::pending::<()>();
    tokio::select! {
        () = key => {}
        () = asked => {}
    }
}

/// Everything a request passes through.
pub fn app(desk: Arc<Desk>, guard: Guard) -> axum::Router {
    let broken =
        |_: Box<dyn std::any::Any + Send>| -> Response { Problem::defect("a handler panicked").into_response() };
    api::routes(desk)
        .fallback(ui::page)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(broken))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE))
        .layer(middleware::from_fn_with_state(Arc::new(guard), guard::check))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
}
