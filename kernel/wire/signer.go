package wire

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/blake2s"
)

// schemes has every hash of Python's hashlib that HMAC is defined for, under
// hashlib's name. The shake functions are not among them: they have no digest
// size, and Python's hmac refuses them too.
var schemes = map[string]func() hash.Hash{
	"hmac-md5":        md5.New,
	"hmac-sha1":       sha1.New,
	"hmac-sha224":     sha256.New224,
	"hmac-sha256":     sha256.New,
	"hmac-sha384":     sha512.New384,
	"hmac-sha512":     sha512.New,
	"hmac-sha512_224": sha512.New512_224,
	"hmac-sha512_256": sha512.New512_256,
	"hmac-sha3_224":   func() hash.Hash { return sha3.New224() },
	"hmac-sha3_256":   func() hash.Hash { return sha3.New256() },
	"hmac-sha3_384":   func() hash.Hash { return sha3.New384() },
	"hmac-sha3_512":   func() hash.Hash { return sha3.New512() },
	"hmac-blake2b":    unkeyed(blake2b.New512),
	"hmac-blake2s":    unkeyed(blake2s.New256),
}

// Signer signs the four JSON parts of messages. Any number of goroutines may
// use it.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#wire-protocol
type Signer struct {
	macs *sync.Pool // of hash.Hash, keyed; nil where there is no key
}

// NewSigner returns a Signer for the signature_scheme and key of a connection
// file. An empty key means that nothing is signed or verified. An empty scheme
// is hmac-sha256; the error of an unknown one is a *[SchemeError].
func NewSigner(scheme, key string) (*Signer, error) {
	if key == "" {
		return &Signer{}, nil
	}
	if scheme == "" {
		scheme = "hmac-sha256"
	}
	newHash, ok := schemes[scheme]
	if !ok {
		return nil, &SchemeError{Scheme: scheme}
	}
	secret := []byte(key)
	return &Signer{macs: &sync.Pool{New: func() any { return hmac.New(newHash, secret) }}}, nil
}

// Sign returns the signature in hexadecimal digits, empty where there is no key.
func (s *Signer) Sign(parts ...[]byte) []byte {
	sum := s.sum(parts)
	return hex.AppendEncode(make([]byte, 0, 2*len(sum)), sum)
}

// Verify says whether signature is that of the parts. It takes the same time
// wherever the first difference is. Without a key every signature is right.
func (s *Signer) Verify(signature []byte, parts ...[]byte) bool {
	return s.macs == nil || hmac.Equal(signature, s.Sign(parts...))
}

// Enabled says whether there is a key.
func (s *Signer) Enabled() bool { return s.macs != nil }

func (s *Signer) sum(parts [][]byte) []byte {
	if s.macs == nil {
		return nil
	}
	mac := s.macs.Get().(hash.Hash)
	defer s.macs.Put(mac)
	mac.Reset()
	for _, p := range parts {
		mac.Write(p) // a hash never returns an error
	}
	return mac.Sum(nil)
}

// unkeyed makes a plain hash of a blake2 constructor. Its error is for keys
// that are too long only, and there is none.
func unkeyed(newKeyed func(key []byte) (hash.Hash, error)) func() hash.Hash {
	return func() hash.Hash {
		h, err := newKeyed(nil)
		if err != nil {
			panic(err)
		}
		return h
	}
}

func knownSchemes() string {
	return strings.Join(slices.Sorted(maps.Keys(schemes)), ", ")
}
