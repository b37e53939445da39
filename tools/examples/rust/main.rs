//! Saves a snapshot with libddbsnap.so, reads it back and prints it.
//!
//!     rustc --edition 2021 -L /usr/local/lib main.rs && ./main dynamodb:Snapshots2

use std::ffi::{c_char, c_int, c_void, CStr, CString, NulError};
use std::io::Write;
use std::ptr::{null, null_mut};
use std::time::Duration;

/// What is used here of ddbsnap.h.
mod c {
    use super::*;

    #[repr(C)]
    pub struct Snapshot {
        pub series: *const c_char,
        pub name: *const c_char,
        pub created_ms: i64,
        pub expires_ms: i64,
        pub is_binary: c_int,
        pub size: usize,
        pub body: *const u8,
    }

    #[link(name = "ddbsnap")]
    extern "C" {
        pub fn ddbsnap_last_error() -> *const c_char;
        pub fn ddbsnap_free(given: *mut c_void);
        pub fn ddbsnap_options_create() -> *mut c_void;
        pub fn ddbsnap_options_free(options: *mut c_void);
        pub fn ddbsnap_options_set_store(options: *mut c_void, uri: *const c_char) -> c_int;
        pub fn ddbsnap_open(options: *const c_void, handle: *mut *mut c_void) -> c_int;
        pub fn ddbsnap_save(handle: *mut c_void, series: *const c_char, body: *const c_void, size: usize,
                            details: *const c_void) -> c_int;
        pub fn ddbsnap_flush(handle: *mut c_void, timeout_ms: i64, waiting: *mut usize) -> c_int;
        pub fn ddbsnap_last(handle: *mut c_void, series: *const c_char, timeout_ms: i64,
                            snapshot: *mut *mut Snapshot) -> c_int;
        pub fn ddbsnap_close(handle: *mut c_void, timeout_ms: i64, not_stored: *mut *mut c_void) -> c_int;
        pub fn ddbsnap_destroy(handle: *mut c_void) -> c_int;
    }
}

type Outcome<T> = Result<T, String>;

fn check(status: c_int) -> Outcome<()> {
    if status == 0 {
        return Ok(());
    }
    Err(unsafe { CStr::from_ptr(c::ddbsnap_last_error()) }.to_string_lossy().into_owned())
}

fn text(s: &str) -> Outcome<CString> {
    CString::new(s).map_err(|e: NulError| e.to_string())
}

fn milliseconds(d: Duration) -> i64 {
    d.as_millis().try_into().unwrap_or(i64::MAX)
}

/// A store and its writer; any thread may use it.
struct Snapshots(*mut c_void);

unsafe impl Send for Snapshots {}
unsafe impl Sync for Snapshots {}

impl Snapshots {
    fn open(store: &str) -> Outcome<Snapshots> {
        let uri = text(store)?;
        let mut handle = null_mut();
        unsafe {
            let options = c::ddbsnap_options_create();
            let opened = check(c::ddbsnap_options_set_store(options, uri.as_ptr()))
                .and_then(|()| check(c::ddbsnap_open(options, &mut handle)));
            c::ddbsnap_options_free(options);
            opened.map(|()| Snapshots(handle))
        }
    }

    /// Returns at once; the snapshot is stored in the background.
    fn save(&self, series: &str, body: &[u8]) -> Outcome<()> {
        let series = text(series)?;
        check(unsafe { c::ddbsnap_save(self.0, series.as_ptr(), body.as_ptr().cast(), body.len(), null()) })
    }

    fn flush(&self, at_most: Duration) -> Outcome<()> {
        check(unsafe { c::ddbsnap_flush(self.0, milliseconds(at_most), null_mut()) })
    }

    fn last(&self, series: &str, at_most: Duration) -> Outcome<Vec<u8>> {
        let series = text(series)?;
        let mut found = null_mut();
        unsafe {
            check(c::ddbsnap_last(self.0, series.as_ptr(), milliseconds(at_most), &mut found))?;
            let body = std::slice::from_raw_parts((*found).body, (*found).size).to_vec();
            c::ddbsnap_free(found.cast());
            Ok(body)
        }
    }

    /// Says what could not be stored in time.
    fn close(self, at_most: Duration) -> Outcome<()> {
        check(unsafe { c::ddbsnap_close(self.0, milliseconds(at_most), null_mut()) })
    }
}

impl Drop for Snapshots {
    fn drop(&mut self) {
        unsafe { c::ddbsnap_destroy(self.0) };
    }
}

fn run(store: &str) -> Outcome<()> {
    let patience = Duration::from_secs(5);
    let snapshots = Snapshots::open(store)?;
    snapshots.save("host-7", b"workers=4\n")?;
    snapshots.flush(patience)?;
    let body = snapshots.last("host-7", patience)?;
    std::io::stdout().write_all(&body).map_err(|e| e.to_string())?;
    snapshots.close(patience)
}

fn main() {
    let store = std::env::args().nth(1).unwrap_or_else(|| "dynamodb:Snapshots2".into());
    if let Err(why) = run(&store) {
        eprintln!("{why}");
        std::process::exit(1);
    }
}
