//! Work that is shared among threads: the only file that knows how. Results come in the order of what went
//! in, however the work was divided.
//!
//! There is one pool of threads, which starts with the first work that is worth it. Where the system gives no
//! thread, and outside of [`run`], everything is done on the current one.

use std::sync::OnceLock;
use std::{mem, thread};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Work on at least this many bytes of text is shared: less is done before the threads have started.
const WORTH_THREADS: usize = 1 << 16;

/// More threads than this make no workspace faster.
const MOST_THREADS: usize = 32;

/// The pool of threads, which starts here; none where the system gives no thread.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let build = || {
        let cores = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        // `RAYON_NUM_THREADS` beats the number of cores.
        let asked = std::env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok());
        let number = asked.filter(|&number| number > 0).unwrap_or(cores).min(MOST_THREADS);
        ThreadPoolBuilder::new().num_threads(number).build().ok()
    };
    POOL.get_or_init(build).as_ref()
}

/// Whether this thread is one of the pool.
fn is_shared() -> bool {
    rayon::current_thread_index().is_some()
}

/// Does a job about so many bytes of text, whose parts are shared among threads if it is worth it.
pub(crate) fn run<R: Send>(bytes: usize, job: impl FnOnce() -> R + Send) -> R {
    if bytes < WORTH_THREADS || is_shared() {
        return job();
    }
    match pool() {
        Some(pool) => pool.install(job),
        None => job(),
    }
}

/// How many threads share the work at hand.
pub(crate) fn threads() -> usize {
    if is_shared() { rayon::current_num_threads() } else { 1 }
}

/// What `make` gives for each of `items`.
pub(crate) fn map<T: Send, R: Send>(items: Vec<T>, make: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if is_shared() {
        items.into_par_iter().map(make).collect()
    } else {
        items.into_iter().map(make).collect()
    }
}

/// What `make` gives for each of `items`, which stay.
pub(crate) fn map_ref<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if is_shared() { items.par_iter().map(make).collect() } else { items.iter().map(make).collect() }
}

/// Does `first` and `second`, at the same time if work is shared.
pub(crate) fn join<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if is_shared() { rayon::join(first, second) } else { (first(), second()) }
}

/// Drops a value that nobody waits for, on another thread if work is shared.
#[cfg(feature = "editor")]
pub(crate) fn discard(value: impl Send + 'static) {
    if let Some(pool) = pool() {
        pool.spawn(move || drop(value));
    }
}

/// Hands the text that `make` appends for each `block` of `items` to `write`, in order: some blocks at a time
/// are made, on all threads, while those before them are written on this one.
///
/// # Errors
/// The first of `write`; nothing is written behind it.
pub(crate) fn stream<T: Sync, E: Send>(
    items: &[T],
    block: usize,
    make: impl Fn(&[T], &mut Vec<u8>) + Sync,
    mut write: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let pool = if items.len() > block { pool() } else { None };
    let Some(pool) = pool else {
        let mut text = Vec::new();
        return items.chunks(block).try_for_each(|block| {
            text.clear();
            make(block, &mut text);
            write(&text)
        });
    };
    let mut next: Vec<Vec<u8>> = vec![Vec::new(); pool.current_num_threads() * 2];
    let mut ready = next.clone();
    // One more round than there are, to write what the last one made.
    for round in items.chunks(block * next.len()).chain([&[][..]]) {
        pool.in_place_scope(|scope| {
            let next = &mut next;
            let make = &make;
            scope.spawn(move |_| {
                next.par_iter_mut().zip(round.par_chunks(block)).for_each(|(text, block)| make(block, text));
            });
            ready.iter_mut().filter(|text| !text.is_empty()).try_for_each(|text| {
                write(text)?;
                text.clear();
                Ok(())
            })
        })?;
        mem::swap(&mut ready, &mut next);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_on_any_number_of_threads() {
        let numbers: Vec<usize> = (0..10_000).collect();
        let doubled: Vec<usize> = numbers.iter().map(|number| number * 2).collect();
        assert_eq!(map_ref(&numbers, |number| number * 2), doubled);
        assert_eq!(run(1 << 20, || map(numbers.clone(), |number| number * 2)), doubled);
    }

    #[test]
    fn work_in_shared_work_is_done_on_the_same_threads() {
        let numbers: Vec<u8> = (0..=255).collect();
        let outer = [1, 2, 3];
        let written = run(1 << 20, || {
            map_ref(&outer, |_| {
                let mut written: Vec<u8> = Vec::new();
                let made = |block: &[u8], text: &mut Vec<u8>| text.extend(block);
                let result: Result<(), ()> = stream(&numbers, 7, made, |text| {
                    written.extend(text);
                    Ok(())
                });
                assert_eq!(result, Ok(()));
                assert_eq!(run(1 << 20, threads), threads());
                written
            })
        });
        assert_eq!(written, outer.map(|_| numbers.clone()));
    }

    #[test]
    fn a_stream_has_every_block_in_order_and_stops_where_writing_fails() {
        let numbers: Vec<u8> = (0..=255).collect();
        for block in [1, 7, 255, 256, 1000] {
            let mut written = Vec::new();
            let made = |block: &[u8], text: &mut Vec<u8>| text.extend(block);
            let result: Result<(), ()> = stream(&numbers, block, made, |text| {
                written.extend(text);
                Ok(())
            });
            assert_eq!((result, &written), (Ok(()), &numbers), "{block}");
            let mut calls = 0;
            let result = stream(&numbers, 7, made, |_| {
                calls += 1;
                if calls == 3 { Err("full") } else { Ok(()) }
            });
            assert_eq!((result, calls), (Err("full"), 3));
        }
    }
}
