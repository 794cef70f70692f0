// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package interest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/interest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

func secret(name string) interest.Subject {
	return interest.Subject{Kind: kind.Secret, Name: cache.NewObjectName("default", name)}
}

func pass(interests *interest.Interests, key cache.ObjectName, subjects ...interest.Subject) *interest.Pass {
	p := interests.Begin(key)
	for _, subject := range subjects {
		p.In(subject)
	}
	return p
}

var a, b = cache.NewObjectName("default", "a"), cache.NewObjectName("default", "b")

func TestASubjectLeadsToTheKeysThatItWasLookedAtFor(t *testing.T) {
	var interests interest.Interests
	assert.Empty(t, interests.Of(secret("one")))
	pass(&interests, a, secret("one"), secret("two")).End()
	pass(&interests, b, secret("two")).End()
	assert.ElementsMatch(t, []cache.ObjectName{a}, interests.Of(secret("one")))
	assert.ElementsMatch(t, []cache.ObjectName{a, b}, interests.Of(secret("two")))
	configMap := interest.Subject{Kind: kind.ConfigMap, Name: secret("two").Name}
	assert.Empty(t, interests.Of(configMap), "another kind's object of the same name")
}

func TestWhatAPassDidNotLookAtIsForgottenWhenItEnds(t *testing.T) {
	var interests interest.Interests
	pass(&interests, a, secret("one")).End()
	next := pass(&interests, a, secret("two"))
	assert.Equal(t, []cache.ObjectName{a}, interests.Of(secret("one")), "the pass may fail, and be begun again when this changes")
	assert.Equal(t, []cache.ObjectName{a}, interests.Of(secret("two")), "a change while the pass goes on is not missed")
	next.End()
	assert.Empty(t, interests.Of(secret("one")))
	pass(&interests, a).End()
	assert.Empty(t, interests.Of(secret("two")))
}

func TestAPassSeesASubjectOnce(t *testing.T) {
	var interests interest.Interests
	p := interests.Begin(a)
	assert.True(t, p.In(secret("one")))
	assert.False(t, p.In(secret("one")))
}
