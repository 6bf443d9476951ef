package main

import (
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
)

type certificate = x509.Certificate
type certificates []*certificate

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
	*certificate
	of      *member
	roles   []uint64
	isValid bool
}

const anyMember, administrator, client, peer, orderer, nestingAtMost = 0, 1, 2, 3, 4, 64

func read[T any](text []byte, by func([]byte) (T, error)) T {
	block, _ := pem.Decode(text)
	demand(block != nil, "no PEM")
	one, err := by(block.Bytes)
	demand(err == nil, "not what it says")
	return one
}
func certificateIn(text []byte) *certificate         { return read(text, x509.ParseCertificate) }
func revocationsIn(text []byte) *x509.RevocationList { return read(text, x509.ParseRevocationList) }
func (all certificates) has(one *certificate) bool   { return slices.ContainsFunc(all, one.Equal) }
func readMember(content []byte) *member {
	said := parse(parse(content).bytes(2))
	one := &member{name: said.text(1), roots: mapped(said.all(2), certificateIn), administrators: mapped(said.all(4), certificateIn)}
	one.options = x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool()}
	mapped(one.roots, func(root *certificate) bool { one.options.Roots.AddCert(root); return true })
	intermediates := mapped(said.all(3), certificateIn)
	mapped(intermediates, func(each *certificate) bool { one.options.Intermediates.AddCert(each); return true })
	one.inner, one.revoked, one.units = slices.Concat(mapped(intermediates, one.above)...), mapped(said.all(5), revocationsIn), said.part(11)
	return one
}

// above answers the one chain above a certificate, as peers do in the second after it began to hold; nothing where there is none.
func (one *member) above(of *certificate) certificates {
	options := one.options
	options.CurrentTime = of.NotBefore.Add(time.Second)
	chains, err := of.Verify(options)
	return slices.Concat(pick(err == nil && len(chains) == 1, chains, [][]*certificate{{of}})...)[1:]
}
func (one *member) identify(text []byte) *identity {
	who := &identity{certificate: certificateIn(text), of: one}
	above, isEnforced := one.above(who.certificate), one.units.value(1) != 0
	who.isValid = !who.IsCA && len(above) > 0 && !one.inner.has(above[0])
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

// satisfies tells whether this is one of those whom a policy means: by roles alone, as all policies of the project name them.
func (who *identity) satisfies(principal message) bool {
	said := parse(principal.bytes(2))
	role, isNamed := said.value(2), said.value(2) == administrator && who.of.administrators.has(who.certificate)
	end(principal.value(1) != 0, "CHECK_FAILED", "found", "a policy that names somebody otherwise than by a role")
	return said.text(1) == who.of.name && (isNamed || who.isValid && (role == anyMember || slices.Contains(who.roles, role)))
}

// isSignatureOver takes ECDSA with SHA-256 as Fabric does: the second number in the lower half.
func isSignatureOver(key any, data, signature []byte) bool {
	var pair struct{ R, S *big.Int }
	public, is := key.(*ecdsa.PublicKey)
	_, err := asn1.Unmarshal(signature, &pair)
	return is && err == nil && isPairOver(public, data, pair.R, pair.S)
}
func isPairOver(key *ecdsa.PublicKey, data []byte, r, s *big.Int) bool {
	isKnown, half := key.Curve == elliptic.P256() || key.Curve == elliptic.P384(), new(big.Int).Rsh(key.Params().N, 1)
	return isKnown && r.Sign() > 0 && s.Sign() > 0 && s.Cmp(half) <= 0 && ecdsa.Verify(key, hash(data), r, s)
}

// isMet holds signers against a policy of signatures; used are those whom a rule counted, so that nobody counts twice.
func isMet(envelope message, signers []*identity) bool {
	return envelope.value(1) == 0 && isRuleMet(envelope.part(2), envelope.parts(3), signers, map[*identity]bool{}, 0)
}
func isRuleMet(rule message, principals []message, signers []*identity, used map[*identity]bool, depth int) bool {
	if named := last(rule); named.number == 1 && named.wire == 0 {
		demand(named.value < uint64(len(principals)), "nobody is named")
		at := slices.IndexFunc(signers, func(who *identity) bool { return !used[who] && who.satisfies(principals[named.value]) })
		if at >= 0 {
			used[signers[at]] = true
		}
		return at >= 0
	}
	demand(rule.has(2) && depth < nestingAtMost, "no rule")
	met, needed := int32(0), int32(rule.part(2).value(1))
	for _, each := range rule.part(2).parts(2) {
		// Whom a rule counted is taken, also where the whole fails; peers go through them in this order, and never back.
		if tried := maps.Clone(used); isRuleMet(each, principals, signers, tried, depth+1) {
			met++
			maps.Copy(used, tried)
		}
	}
	return met >= needed
}

// configuration is that of a channel from one block on: its members, and the group of each; known are those who were identified.
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
	is, _ := attempt(func() bool {
		return len(names) > 2 && names[1] == "Channel" && isAllowed(one.root, names[2:], signers, 0)
	})
	return is
}
func isAllowed(group message, path []string, signers []*identity, depth int) bool {
	if demand(depth < nestingAtMost, "groups without end"); len(path) > 1 {
		return isAllowed(group.named(2)[path[0]], path[1:], signers, depth+1)
	}
	policy, groups, met := group.named(4)[path[0]].part(2), group.named(2), 0
	said := parse(policy.bytes(2))
	for _, each := range groups {
		if is, _ := attempt(func() bool { return policy.value(1) == 3 && isAllowed(each, []string{said.text(1)}, signers, depth+1) }); is {
			met++
		}
	}
	isEnough := met >= min(len(groups), []int{1, len(groups), len(groups)/2 + 1}[min(said.value(2), 2)])
	return policy.value(1) == 1 && isMet(said, signers) || policy.value(1) == 3 && isEnough
}
func (one *configuration) identify(serialized []byte) *identity {
	said := parse(serialized)
	of, is := one.members[said.text(1)]
	if demand(is, "no member"); one.known[string(serialized)] == nil {
		one.known[string(serialized)] = of.identify(said.bytes(2))
	}
	return one.known[string(serialized)]
}

type signed struct{ identity, data, signature []byte }

// signers answers those whose signatures are right, each once.
func (one *configuration) signers(all []signed) (signers []*identity) {
	for _, each := range all {
		who, problem := attempt(func() *identity { return one.identify(each.identity) })
		isKnown := slices.ContainsFunc(signers, func(other *identity) bool { return other.of == who.of && other.Equal(who.certificate) })
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
	by, source := pick[uint64](kind == groups, 5, 3), before
	policy := cmp.Or(before.text(by), "Admins")
	demand(strings.Count(path, "/") < nestingAtMost && (read == nil || before != nil && read.value(1) == before.value(1)), unfounded)
	if write != nil && (read == nil || write.value(1) != read.value(1)) {
		demand(write.value(1) == pick(before == nil, 0, before.value(1)+1), unfounded)
		isAllowed := one.before.allows(pick(policy[0] == '/', policy, path+"/"+policy), one.signers)
		demand(before == nil || isAllowed, "CONFIGURATION_UNAUTHORISED")
		source, one.changes = write, one.changes+1
	}
	demand(source != nil && source.value(1) == after.value(1) && cmp.Or(source.text(by), "Admins") == cmp.Or(after.text(by), "Admins"), unfounded)
	demand(kind == groups || bytes.Equal(source.bytes(2), after.bytes(2)), unfounded)
	for _, inner := range pick(kind == groups, []uint64{values, policies, groups}, nil) {
		names := slices.Sorted(maps.Keys(after.named(inner)))
		demand(slices.Equal(names, slices.Sorted(maps.Keys(source.named(inner)))), unfounded)
		for _, name := range names {
			below := path + pick(inner == groups, "/"+name, "")
			one.demand(inner, below, before.named(inner)[name], read.named(inner)[name], write.named(inner)[name], after.named(inner)[name])
		}
	}
}
