// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pods

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

// Pods are those of an informer, found by the name of the object that they are for, which is in their pod.NameLabel.
type Pods struct {
	Informer cache.TypedSharedIndexInformer[*corev1.Pod]
}

// byOwner is the index that lists pods by the object that they are for.
const byOwner = "owner"

// New adds an index to an informer, which must not run yet.
func New(informer cache.TypedSharedIndexInformer[*corev1.Pod]) (Pods, error) {
	return Pods{informer}, informer.AddTypedIndexers(cache.TypedIndexers[*corev1.Pod]{
		byOwner: func(p *corev1.Pod) ([]string, error) { return []string{ownerOf(p).String()}, nil },
	})
}

func ownerOf(p *corev1.Pod) cache.ObjectName {
	return cache.NewObjectName(p.Namespace, p.Labels[pod.NameLabel])
}

// Trouble is what keeps a pod of an object from running, or nil.
func (p Pods) Trouble(owner cache.ObjectName) *rollout.Trouble {
	// The only error would be that the index does not exist.
	found, _ := p.Informer.GetTypedIndexer().ByTypedIndex(byOwner, owner.String())
	return rollout.Of(found)
}

// Any says whether an object has pods that have not ended, whoever made them.
func (p Pods) Any(owner cache.ObjectName) bool {
	found, _ := p.Informer.GetTypedIndexer().ByTypedIndex(byOwner, owner.String())
	return slices.ContainsFunc(found, func(pod *corev1.Pod) bool {
		return pod.Status.Phase != corev1.PodFailed && pod.Status.Phase != corev1.PodSucceeded // as after it was evicted
	})
}

// Wake wakes an object when what is wrong with one of its pods changes, and when the last of them is gone. That others come and go is told by the
// Deployment.
func (p Pods) Wake(add func(owner cache.ObjectName)) (cache.DoneChecker, error) {
	registration, err := p.Informer.AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[*corev1.Pod]{
		AddFunc: func(p *corev1.Pod) {
			if rollout.OfPod(p) != nil {
				add(ownerOf(p))
			}
		},
		UpdateFunc: func(before, after *corev1.Pod) {
			if !rollout.Same(rollout.OfPod(before), rollout.OfPod(after)) {
				add(ownerOf(after))
			}
		},
		DeleteFunc: func(deleted cache.DeletedObject[*corev1.Pod]) {
			if pod := deleted.OptionalObj; pod != nil && (rollout.OfPod(pod) != nil || !p.Any(ownerOf(pod))) {
				add(ownerOf(pod))
			}
		},
	})
	if err != nil {
		return nil, err
	}
	return registration.HasSyncedChecker(), nil
}
