//! What requests cost: times, CPU, memory, allocations.

use crate::workload::Case;
use serde_json::json;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        System.alloc(layout)
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        System.alloc_zeroed(layout)
    }
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        System.realloc(block, layout, size)
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        System.dealloc(block, layout)
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn cpu_micros() -> f64 {
    let mut used: libc::rusage = unsafe { std::mem::zeroed() };
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut used) };
    let micros = |t: libc::timeval| t.tv_sec as f64 * 1e6 + t.tv_usec as f64;
    micros(used.ru_utime) + micros(used.ru_stime)
}

fn peak_memory_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

pub struct Meter {
    begun: Instant,
    cpu: f64,
    allocations: u64,
    latencies: Vec<Duration>,
    items: usize,
    errors: usize,
    first_error: Option<String>,
}

impl Meter {
    pub fn start(requests: usize) -> Meter {
        let latencies = Vec::with_capacity(requests);
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        Meter {
            begun: Instant::now(),
            cpu: cpu_micros(),
            allocations: ALLOCATIONS.load(Relaxed),
            latencies,
            items: 0,
            errors: 0,
            first_error: None,
        }
    }

    pub fn add(&mut self, took: Duration, outcome: Result<usize, String>) {
        match outcome {
            Ok(items) => {
                self.latencies.push(took);
                self.items += items;
            }
            Err(why) => {
                self.errors += 1;
                self.first_error.get_or_insert(why);
            }
        }
    }

    /// Prints the JSON and gives the exit code.
    pub fn report(mut self, case: &Case) -> i32 {
        let took = self.begun.elapsed().as_secs_f64();
        let cpu = cpu_micros() - self.cpu;
        let allocations = ALLOCATIONS.load(Relaxed) - self.allocations;
        self.latencies.sort();
        let count = self.latencies.len();
        let each = 1.0 / (count + self.errors) as f64;
        let percentile = |part: f64| {
            let rank = (part * count as f64).ceil() as usize;
            self.latencies.get(rank.max(1) - 1).map_or(0.0, |t| t.as_nanos() as f64 / 1000.0)
        };
        let told = json!({
            "client": "rust",
            "operation": case.operation,
            "size": case.size,
            "concurrency": case.concurrency,
            "requests": count + self.errors,
            "requestsPerSecond": count as f64 / took,
            "cpuMicrosPerRequest": cpu * each,
            "p50Micros": percentile(0.5),
            "p99Micros": percentile(0.99),
            "p999Micros": percentile(0.999),
            "maxResidentKb": peak_memory_kb(),
            "allocationsPerRequest": allocations as f64 * each,
            "itemsPerReply": self.items as f64 * each,
            "errors": self.errors,
            "firstError": self.first_error,
        });
        println!("{told}");
        if let Some(why) = &self.first_error {
            eprintln!("peer: {} of {} requests failed; the first: {why}", self.errors, count + self.errors);
            return 1;
        }
        0
    }
}
