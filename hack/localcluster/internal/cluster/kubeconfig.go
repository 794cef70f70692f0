// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	api "k8s.io/client-go/tools/clientcmd/api"
)

// contextName is the name of the one cluster, user and context in a kubeconfig that this package writes.
const contextName = "localcluster"

func kubeconfig(server string, authority []byte, token string) ([]byte, error) {
	config := api.NewConfig()
	config.Clusters[contextName] = &api.Cluster{Server: server, CertificateAuthorityData: authority}
	config.AuthInfos[contextName] = &api.AuthInfo{Token: token}
	config.Contexts[contextName] = &api.Context{Cluster: contextName, AuthInfo: contextName}
	config.CurrentContext = contextName
	data, err := clientcmd.Write(*config)
	if err != nil {
		return nil, fmt.Errorf("encode a kubeconfig: %w", err)
	}
	return data, nil
}

// removeKubeconfig removes a kubeconfig that an earlier run left, so that nobody takes it for this run's. A file with
// anything else in it is someone's own: that is an error.
func removeKubeconfig(path string) error {
	config, err := clientcmd.LoadFromFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || len(config.Clusters) != 1 || config.Clusters[contextName] == nil {
		return fmt.Errorf("%s exists and was not written by localcluster: remove it, or choose another path", path)
	}
	return os.Remove(path)
}

// writeKubeconfig makes the file appear complete or not at all.
func writeKubeconfig(path string, data []byte) error {
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o600); err != nil {
		return fmt.Errorf("write the kubeconfig: %w", err)
	}
	return os.Rename(part, path)
}

// adminClient is an HTTP client with the administrator's rights.
func adminClient(c credentials) (*http.Client, error) {
	client, err := rest.HTTPClientFor(&rest.Config{
		BearerToken:     c.adminToken,
		TLSClientConfig: rest.TLSClientConfig{CAData: c.authority},
	})
	if err != nil {
		return nil, fmt.Errorf("make the client of the probes: %w", err)
	}
	return client, nil
}
