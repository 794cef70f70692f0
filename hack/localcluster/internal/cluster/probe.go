// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	probeInterval = 50 * time.Millisecond
	probeTimeout  = 5 * time.Second
	probeBody     = 2 << 10 // bytes of a refusing answer that a message shows
)

// probe returns nil when what it looks at is ready, else what is missing.
type probe func(ctx context.Context) error

// exists is ready when the file is there.
func exists(dir, name string) probe {
	return func(context.Context) error {
		_, err := os.Stat(filepath.Join(dir, name))
		return err
	}
}

// answers is ready when a GET of the URL returns 200 and a body that contains the text.
func answers(client *http.Client, url, text string) probe {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, probeTimeout)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return fmt.Errorf("GET %s: %w", url, err)
		}
		if response.StatusCode != http.StatusOK || !strings.Contains(string(body), text) {
			return fmt.Errorf("GET %s: %s: %s", url, response.Status, body[:min(len(body), probeBody)])
		}
		return nil
	}
}

// all is ready when each of the probes is.
func all(probes ...probe) probe {
	return func(ctx context.Context) error {
		for _, ready := range probes {
			if err := ready(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}
