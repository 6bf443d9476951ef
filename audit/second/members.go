package main

import (
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
)

type certificates []*x509.Certificate

// member is one MSP: its authorities, those of them that are above others, the lists of whom they took back, and its units.
type member struct {
	name                         string
	roots, administrators, inner certificates
	options                      x509.VerifyOptions
	revoked                      []*x509.RevocationList
	units                        message
}

// identity is who a certificate says that somebody is; isValid tells whether it counts.
type identity struct {
	*x509.Certificate
	of      *member
	roles   []uint64
	isValid bool
}

func derIn(text []byte) []byte {
	block, _ := pem.Decode(text)
	demand(block != nil, "no PEM")
	return block.Bytes
}
func certificateIn(text []byte) *x509.Certificate {
	certificate, err := x509.ParseCertificate(derIn(text))
	demand(err == nil, "no certificate")
	return certificate
}
func revocationsIn(text []byte) *x509.RevocationList {
	list, err := x509.ParseRevocationList(derIn(text))
	demand(err == nil, "no revocation list")
	return list
}
func readMember(content []byte) *member {
	said := parse(parse(content).bytes(2))
	one := &member{name: said.text(1), roots: mapped(said.all(2), certificateIn), administrators: mapped(said.all(4), certificateIn)}
	one.options = x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool()}
	mapped(one.roots, func(root *x509.Certificate) bool { one.options.Roots.AddCert(root); return true })
	intermediates := certificates(mapped(said.all(3), certificateIn))
	mapped(intermediates, func(each *x509.Certificate) bool { one.options.Intermediates.AddCert(each); return true })
	one.inner = slices.Concat(mapped(intermediates, one.above)...)
	one.revoked, one.units = mapped(said.all(5), revocationsIn), said.part(11)
	return one
}

// above answers the one chain above a certificate, as peers do in the second after it began to hold; nothing where there is none.
func (one *member) above(certificate *x509.Certificate) certificates {
	options := one.options
	options.CurrentTime = certificate.NotBefore.Add(time.Second)
	if chains, err := certificate.Verify(options); err == nil && len(chains) == 1 {
		return chains[0][1:]
	}
	return nil
}

const anyMember, administrator, client, peer, orderer = 0, 1, 2, 3, 4

func (one *member) identify(text []byte) *identity {
	who := &identity{Certificate: certificateIn(text), of: one}
	above, isEnforced := one.above(who.Certificate), one.units.value(1) != 0
	who.isValid = !who.IsCA && len(above) > 0 && !slices.ContainsFunc(one.inner, above[0].Equal)
	for place, role := range []uint64{client, peer, administrator, orderer} {
		if unit := one.units.part(uint64(place + 2)); isEnforced && slices.Contains(who.Subject.OrganizationalUnit, unit.text(2)) {
			who.roles = append(who.roles, role)
			who.isValid = who.isValid && (!unit.has(1) || certificateIn(unit.bytes(1)).Equal(above[0]))
		}
	}
	who.isValid = who.isValid && (!isEnforced || len(who.roles) == 1) && !slices.ContainsFunc(one.revoked, func(list *x509.RevocationList) bool {
		is := func(entry x509.RevocationListEntry) bool { return entry.SerialNumber.Cmp(who.SerialNumber) == 0 }
		return slices.ContainsFunc(list.RevokedCertificateEntries, is) && bytes.Equal(list.AuthorityKeyId, above[0].SubjectKeyId) &&
			above[0].CheckSignature(list.SignatureAlgorithm, list.RawTBSRevocationList, list.Signature) == nil
	})
	return who
}

// satisfies tells whether this is one of those whom a policy means: only roles are known here, by which all policies of the project name them.
func (who *identity) satisfies(principal message) bool {
	if principal.value(1) != 0 {
		panic("a policy names somebody otherwise than by a role")
	}
	said := parse(principal.bytes(2))
	isNamed := said.value(2) == administrator && slices.ContainsFunc(who.of.administrators, who.Equal)
	return said.text(1) == who.of.name && (isNamed || who.isValid && (said.value(2) == anyMember || slices.Contains(who.roles, said.value(2))))
}

// isSignatureOver takes ECDSA with SHA-256 as Fabric does: the second number in the lower half.
func isSignatureOver(key any, data, signature []byte) bool {
	var pair struct{ R, S *big.Int }
	public, is := key.(*ecdsa.PublicKey)
	_, err := asn1.Unmarshal(signature, &pair)
	return is && err == nil && isPairOver(public, data, pair.R, pair.S)
}
func isPairOver(key *ecdsa.PublicKey, data []byte, r, s *big.Int) bool {
	isKnown, isLow := key.Curve == elliptic.P256() || key.Curve == elliptic.P384(), s.Cmp(new(big.Int).Rsh(key.Params().N, 1)) <= 0
	digest := sha256.Sum256(data)
	return isKnown && isLow && r.Sign() > 0 && s.Sign() > 0 && ecdsa.Verify(key, digest[:], r, s)
}

// isMet holds signers against a policy of signatures. A rule marks in used whom it counted, so that nobody counts twice.
func isMet(envelope message, signers []*identity) bool {
	demand(envelope.value(1) == 0, "no version of a policy")
	return isRuleMet(envelope.part(2), envelope.parts(3), signers, make([]bool, len(signers)))
}
func isRuleMet(rule message, principals []message, signers []*identity, used []bool) bool {
	demand(len(rule) > 0, "no rule")
	if end := rule[len(rule)-1]; end.number == 1 && end.wire == 0 {
		demand(end.value < uint64(len(principals)), "nobody is named")
		for place, who := range signers {
			if !used[place] && who.satisfies(principals[end.value]) {
				used[place] = true
				return true
			}
		}
		return false
	}
	demand(rule.has(2), "no rule")
	met := int32(0)
	for _, each := range rule.part(2).parts(2) {
		// Whom a rule counted is taken, also where the whole fails; peers go through them in this order, and never back.
		if tried := slices.Clone(used); isRuleMet(each, principals, signers, tried) {
			met++
			copy(used, tried)
		}
	}
	return met >= int32(rule.part(2).value(1))
}

// configuration is that of a channel from one block on: its members, and the application's group of each.
type configuration struct {
	sequence     uint64
	root, update message
	members      map[string]*member
	groups       map[string]string
	known        map[string]*identity
}

func readConfiguration(data []byte) *configuration {
	said := parse(data).part(1)
	demand(said.has(2), "no group")
	one := &configuration{said.value(1), said.part(2), parse(data).part(2), map[string]*member{}, map[string]string{}, map[string]*identity{}}
	for _, side := range []string{"Orderer", "Application"} {
		for name, each := range one.root.named(2)[side].named(2) {
			if value, is := each.named(3)["MSP"]; is {
				found := readMember(value.bytes(2))
				one.members[found.name], one.groups[found.name] = found, "/Channel/"+side+"/"+name
			}
		}
	}
	return one
}

// allows tells whether these signers meet the policy of a path; nobody meets one that there is not, or that cannot be read.
func (one *configuration) allows(path string, signers []*identity) bool {
	names := strings.Split(path, "/")
	is, _ := attempt(func() bool { return len(names) > 2 && names[1] == "Channel" && isAllowed(one.root, names[2:], signers) })
	return is
}
func isAllowed(group message, path []string, signers []*identity) bool {
	if len(path) > 1 {
		return isAllowed(group.named(2)[path[0]], path[1:], signers)
	}
	policy, met := group.named(4)[path[0]].part(2), 0
	said := parse(policy.bytes(2))
	if kind := policy.value(1); kind != 3 {
		return kind == 1 && isMet(said, signers)
	}
	groups := group.named(2)
	for _, each := range groups {
		if is, _ := attempt(func() bool { return isAllowed(each, []string{said.text(1)}, signers) }); is {
			met++
		}
	}
	return met >= min(len(groups), []int{1, len(groups), len(groups)/2 + 1}[min(said.value(2), 2)])
}
func (one *configuration) identify(serialized []byte) *identity {
	who, is := one.known[string(serialized)]
	if of := one.members[string(parse(serialized).bytes(1))]; !is && of != nil {
		who = of.identify(parse(serialized).bytes(2))
		one.known[string(serialized)] = who
	}
	demand(who != nil, "no member")
	return who
}

type signed struct{ identity, data, signature []byte }

// signers answers those whose signatures are right, each once.
func (one *configuration) signers(all []signed) (signers []*identity) {
	for _, each := range all {
		who, problem := attempt(func() *identity { return one.identify(each.identity) })
		isKnown := slices.ContainsFunc(signers, func(other *identity) bool { return other.of == who.of && other.Equal(who.Certificate) })
		if problem == "" && !isKnown && isSignatureOver(who.PublicKey, each.data, each.signature) {
			signers = append(signers, who)
		}
	}
	return signers
}

// update is that of a configuration, and who signed it.
type update struct {
	before  *configuration
	signers []*identity
	changes int
}

const groups, values, policies, unfounded = 2, 3, 4, "CONFIGURATION_UNFOUNDED"

// demandUpdate demands that a configuration is what its update makes of the one before it, by the right of who signed that.
func demandUpdate(before, after *configuration, channel string) bool {
	envelope := parse(parse(after.update.bytes(1)).bytes(2))
	said := parse(envelope.bytes(1))
	demand(after.sequence == before.sequence+1 && said.text(1) == channel, unfounded)
	one := &update{before: before, signers: before.signers(mapped(envelope.parts(2), func(each message) signed {
		return signed{parse(each.bytes(1)).bytes(1), slices.Concat(each.bytes(1), envelope.bytes(1)), each.bytes(2)}
	}))}
	one.demand(groups, "/Channel", before.root, said.part(2), said.part(3), after.root)
	demand(one.changes > 0, unfounded)
	return true
}

// demand goes through one part of the configuration: as it was, as the update read it and writes it, and as it became.
func (one *update) demand(kind uint64, path string, before, read, write, after message) {
	by, source := map[uint64]uint64{groups: 5, values: 3, policies: 3}[kind], before
	demand(read == nil || before != nil && read.value(1) == before.value(1), unfounded)
	if write != nil && (read == nil || write.value(1) != read.value(1)) {
		policy := cmp.Or(before.text(by), "Admins")
		if !strings.HasPrefix(policy, "/") {
			policy = path + "/" + policy
		}
		demand(before == nil && write.value(1) == 0 || before != nil && write.value(1) == before.value(1)+1, unfounded)
		demand(before == nil || one.before.allows(policy, one.signers), "CONFIGURATION_UNAUTHORISED")
		source, one.changes = write, one.changes+1
	}
	demand(source != nil && source.value(1) == after.value(1) && cmp.Or(source.text(by), "Admins") == cmp.Or(after.text(by), "Admins"), unfounded)
	demand(kind == groups || bytes.Equal(source.bytes(2), after.bytes(2)), unfounded)
	for _, inner := range []uint64{values, policies, groups} {
		if kind != groups {
			return
		}
		names := slices.Sorted(maps.Keys(after.named(inner)))
		demand(slices.Equal(names, slices.Sorted(maps.Keys(source.named(inner)))), unfounded)
		for _, name := range names {
			below := path + map[bool]string{true: "/" + name}[inner == groups]
			one.demand(inner, below, before.named(inner)[name], read.named(inner)[name], write.named(inner)[name], after.named(inner)[name])
		}
	}
}
