// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/uuid"
	coordinationv1 "k8s.io/client-go/kubernetes/typed/coordination/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// leaseName is the Lease that all replicas compete for.
const leaseName = "mcp-remote-endpoint-operator"

// The times that Kubernetes' own components use: a leader that vanished is replaced after leaseDuration, one that went in
// order after retryPeriod.
const (
	leaseDuration = 15 * time.Second
	renewDeadline = 10 * time.Second
	retryPeriod   = 2 * time.Second
)

var errLeaseLost = errors.New("lost the leader election lease: another replica may be working now")

// newElection describes an election among the replicas that use the same namespace.
func newElection(client coordinationv1.LeasesGetter, namespace string, watchdog *leaderelection.HealthzAdaptor) (leaderelection.LeaderElectionConfig, error) {
	host, err := os.Hostname()
	if err != nil {
		return leaderelection.LeaderElectionConfig{}, fmt.Errorf("find a name for this replica: %w", err)
	}
	return leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Namespace: namespace, Name: leaseName},
			Client:     client,
			LockConfig: resourcelock.ResourceLockConfig{Identity: host + "_" + string(uuid.NewUUID())},
		},
		LeaseDuration:   leaseDuration,
		RenewDeadline:   renewDeadline,
		RetryPeriod:     retryPeriod,
		ReleaseOnCancel: true,
		WatchDog:        watchdog,
		Name:            leaseName,
	}, nil
}

// lead calls work while this replica is the leader. When ctx is done it first lets work end, and only then releases the
// lease, so that no other replica starts while this one still writes.
func lead(ctx context.Context, election leaderelection.LeaderElectionConfig, work func(context.Context)) error {
	electing, release := context.WithCancel(context.WithoutCancel(ctx))
	defer release()

	idle := make(chan struct{}, 1) // holds a token, except while work is in progress
	idle <- struct{}{}
	election.Callbacks = leaderelection.LeaderCallbacks{
		OnStartedLeading: func(leading context.Context) {
			<-idle
			defer func() { idle <- struct{}{} }()
			working, stop := context.WithCancel(leading)
			defer stop()
			defer context.AfterFunc(ctx, stop)()
			work(working)
		},
		OnStoppedLeading: func() {},
	}
	elector, err := leaderelection.NewLeaderElector(election)
	if err != nil {
		return fmt.Errorf("set up leader election: %w", err)
	}
	if election.WatchDog != nil {
		election.WatchDog.SetLeaderElection(elector)
	}
	defer context.AfterFunc(ctx, func() {
		<-idle
		defer func() { idle <- struct{}{} }()
		release()
	})()

	elector.Run(electing)
	<-idle
	if ctx.Err() == nil {
		return errLeaseLost
	}
	return nil
}
