//! The engine of the apps: the client in a worker of the browser, asked and answered by `bridge`.
