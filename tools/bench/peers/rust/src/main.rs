//! The cases of `ddbsnap-bench client` with the AWS SDK for Rust: same arguments, same JSON. All requests are on one
//! thread, as tasks of Tokio's current-thread runtime.

mod cost;
mod workload;

use cost::Meter;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;
use workload::{Case, Work};

async fn worker(work: Rc<Work>, left: Rc<Cell<usize>>, meter: Rc<RefCell<Meter>>) {
    while left.get() > 0 {
        left.set(left.get() - 1);
        let begun = Instant::now();
        let outcome = work.send().await;
        meter.borrow_mut().add(begun.elapsed(), outcome);
    }
}

async fn run_round(work: &Rc<Work>, requests: usize, concurrency: usize) -> Meter {
    let left = Rc::new(Cell::new(requests));
    let meter = Rc::new(RefCell::new(Meter::start(requests)));
    let tasks: Vec<_> = (0..concurrency)
        .map(|_| tokio::task::spawn_local(worker(work.clone(), left.clone(), meter.clone())))
        .collect();
    for task in tasks {
        task.await.expect("a worker does not panic");
    }
    Rc::into_inner(meter).expect("the workers have ended").into_inner()
}

async fn run(case: Case) -> i32 {
    let work = Rc::new(Work::new(&case));
    run_round(&work, case.warm_up, case.concurrency).await;
    run_round(&work, case.requests, case.concurrency).await.report(&case)
}

fn main() {
    let case = Case::from_arguments(std::env::args().skip(1)).unwrap_or_else(|why| {
        eprintln!("peer: {why}");
        std::process::exit(2);
    });
    // Where the SDK's rustls looks for its roots.
    if let Ok(bundle) = std::env::var("AWS_CA_BUNDLE") {
        std::env::set_var("SSL_CERT_FILE", bundle);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let code = tokio::task::LocalSet::new().block_on(&runtime, run(case));
    std::process::exit(code);
}
