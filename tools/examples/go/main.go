// Saves a snapshot with libddbsnap.so, reads it back and prints it.
//
//	go build -o example main.go && ./example dynamodb:Snapshots2
package main

/*
#cgo pkg-config: ddbsnap
#include <ddbsnap/ddbsnap.h>
#include <stdlib.h>
#include <string.h>

// The text of an error belongs to a thread, and a goroutine may go on on another one after each call: a call
// and its text are fetched in one.
static char* text_of(ddbsnap_status status) {
	return status == DDBSNAP_OK ? NULL : strdup(ddbsnap_last_error());
}

static char* open_store(const char* store, ddbsnap_handle** handle) {
	ddbsnap_options* options = ddbsnap_options_create();
	char* why = text_of(ddbsnap_options_set_store(options, store));
	if (!why) why = text_of(ddbsnap_open(options, handle));
	ddbsnap_options_free(options);
	return why;
}
static char* save(ddbsnap_handle* h, const char* series, const void* body, size_t size) {
	return text_of(ddbsnap_save(h, series, body, size, NULL));
}
static char* flush(ddbsnap_handle* h, int64_t timeout_ms) {
	return text_of(ddbsnap_flush(h, timeout_ms, NULL));
}
static char* last(ddbsnap_handle* h, const char* series, int64_t timeout_ms, ddbsnap_snapshot** snapshot) {
	return text_of(ddbsnap_last(h, series, timeout_ms, snapshot));
}
static char* close_store(ddbsnap_handle* h, int64_t timeout_ms) {
	return text_of(ddbsnap_close(h, timeout_ms, NULL));
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"
)

// Snapshots is a store and its writer, for any number of goroutines.
type Snapshots struct{ handle *C.ddbsnap_handle }

func failure(why *C.char) error {
	if why == nil {
		return nil
	}
	defer C.free(unsafe.Pointer(why))
	return errors.New(C.GoString(why))
}

func milliseconds(d time.Duration) C.int64_t { return C.int64_t(d.Milliseconds()) }

// Open connects to nothing; the first save does.
func Open(store string) (*Snapshots, error) {
	uri := C.CString(store)
	defer C.free(unsafe.Pointer(uri))
	s := &Snapshots{}
	return s, failure(C.open_store(uri, &s.handle))
}

// Save returns at once; the snapshot is stored in the background.
func (s *Snapshots) Save(series string, body []byte) error {
	name := C.CString(series)
	defer C.free(unsafe.Pointer(name))
	var first unsafe.Pointer
	if len(body) > 0 {
		first = unsafe.Pointer(&body[0])
	}
	return failure(C.save(s.handle, name, first, C.size_t(len(body))))
}

// Flush waits until what was saved has ended, in whatever way.
func (s *Snapshots) Flush(atMost time.Duration) error {
	return failure(C.flush(s.handle, milliseconds(atMost)))
}

// Last reads the newest snapshot of a series.
func (s *Snapshots) Last(series string, atMost time.Duration) ([]byte, error) {
	name := C.CString(series)
	defer C.free(unsafe.Pointer(name))
	var found *C.ddbsnap_snapshot
	if err := failure(C.last(s.handle, name, milliseconds(atMost), &found)); err != nil {
		return nil, err
	}
	defer C.ddbsnap_free(unsafe.Pointer(found))
	return C.GoBytes(unsafe.Pointer(found.body), C.int(found.size)), nil
}

// Close says what could not be stored in time.
func (s *Snapshots) Close(atMost time.Duration) error {
	defer C.ddbsnap_destroy(s.handle)
	return failure(C.close_store(s.handle, milliseconds(atMost)))
}

func run(store string) error {
	snapshots, err := Open(store)
	if err != nil {
		return err
	}
	const patience = 5 * time.Second
	if err := snapshots.Save("host-7", []byte("workers=4\n")); err != nil {
		return err
	}
	if err := snapshots.Flush(patience); err != nil {
		return err
	}
	body, err := snapshots.Last("host-7", patience)
	if err != nil {
		return err
	}
	os.Stdout.Write(body)
	return snapshots.Close(patience)
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
