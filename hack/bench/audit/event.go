// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"encoding/json"
	"fmt"
	"time"
)

// Event is an answered request.
type Event struct {
	Request

	UserAgent string
	Namespace string
	Name      string
	// Received and Answered are by the API server's clock, in microseconds.
	Received time.Time
	Answered time.Time
}

// Request is what a request was about, and how it was answered.
type Request struct {
	// Verb is Kubernetes' verb: get, list, watch, create, update, patch, delete or deletecollection.
	Verb string
	// Resource is the plural, with the subresource behind a slash; or the path of a request that is about no resource.
	Resource string
	// Code is the HTTP status.
	Code int
}

// line has those fields of audit.k8s.io/v1 Event that are used here. Its package is not imported, since k8s.io/apiserver would
// come with it.
type line struct {
	Verb       string `json:"verb"`
	RequestURI string `json:"requestURI"`
	UserAgent  string `json:"userAgent"`
	ObjectRef  *struct {
		Resource    string `json:"resource"`
		Subresource string `json:"subresource"`
		Namespace   string `json:"namespace"`
		Name        string `json:"name"`
	} `json:"objectRef"`
	ResponseStatus struct {
		Code int `json:"code"`
	} `json:"responseStatus"`
	RequestReceivedTimestamp time.Time `json:"requestReceivedTimestamp"`
	StageTimestamp           time.Time `json:"stageTimestamp"`
}

// Parse reads one line of the log.
func Parse(text []byte) (Event, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return Event{}, fmt.Errorf("parse an audit event: %w", err)
	}
	event := Event{
		Request:   Request{Verb: l.Verb, Resource: l.RequestURI, Code: l.ResponseStatus.Code},
		UserAgent: l.UserAgent,
		Received:  l.RequestReceivedTimestamp,
		Answered:  l.StageTimestamp,
	}
	if l.ObjectRef != nil {
		event.Namespace, event.Name = l.ObjectRef.Namespace, l.ObjectRef.Name
		event.Resource = l.ObjectRef.Resource
		if l.ObjectRef.Subresource != "" {
			event.Resource += "/" + l.ObjectRef.Subresource
		}
	}
	return event, nil
}
