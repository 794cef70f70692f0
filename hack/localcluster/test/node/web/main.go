// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Web is a program for the containers of tests. "web" serves the directory /data, and at /host the pod's name; "web get URL" writes
// what it finds there.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

const patience = 10 * time.Second

func main() {
	if len(os.Args) == 3 && os.Args[1] == "get" {
		if err := get(os.Args[2]); err != nil {
			log.Fatal(err)
		}
		return
	}
	name, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	http.Handle("/", http.FileServer(http.Dir("/data")))
	http.HandleFunc("/host", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, name) })
	log.Println("serving as", name)
	server := &http.Server{Addr: ":8080", ReadHeaderTimeout: patience}
	log.Fatal(server.ListenAndServe())
}

func get(url string) error {
	client := http.Client{Timeout: patience}
	answer, err := client.Get(url)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, answer.Status)
	}
	_, err = io.Copy(os.Stdout, answer.Body)
	return err
}
