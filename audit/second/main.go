// The second verifier proves a channel's blocks again, by itself; README.md says what it looks at and what it does not.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// finding is one thing that was found: a code of the first verifier, and where.
type finding map[string]any

func found(code string, more ...any) finding {
	one := finding{"code": code}
	for pair := range slices.Chunk(more, 2) {
		one[pair[0].(string)] = pair[1]
	}
	return one
}
func end(is bool, code string, more ...any) {
	if is {
		panic(found(code, more...))
	}
}
func (v *verification) tell(is bool, code string, at *block, more ...any) {
	if is {
		v.take(found(code, append(more, "block", decimal(at.number))...))
	}
}
func hash(parts ...[]byte) []byte { digest := sha256.Sum256(slices.Concat(parts...)); return digest[:] }

// The codes that something could not be looked at; all others say that something differs.
const unlooked = " CHAIN_STARTS_LATE CHECK_FAILED EXPORT_INCOMPLETE EXPORT_TOO_LARGE EXPORT_UNREADABLE ROOTS_UNREADABLE ROOT_NOT_GIVEN "
const notLookedAt = "who authorised a change of the configuration, rules (amounts, rows, refusals, homes, roles, bodies, facts), instructions turned away, enrolments, folds, attributes of callers, what was read, when rows of collections expire"
const channelBytesAtMost, blockBytesAtMost = 249, 100 << 20

// readExport gives each block of an export to check.
func readExport(name string, check func([]byte)) {
	file, err := os.Open(name)
	end(err != nil, "EXPORT_UNREADABLE", "found", fmt.Sprint(err))
	defer file.Close()
	front, digest := bufio.NewReader(file), sha256.New()
	take := func(length uint32) []byte {
		var content bytes.Buffer // Grown as it comes, so that a length that is only claimed costs nothing.
		_, err := io.CopyN(io.MultiWriter(&content, digest), front, int64(length))
		end(err != nil, pick(errors.Is(err, io.EOF), "EXPORT_INCOMPLETE", "EXPORT_UNREADABLE"))
		return content.Bytes()
	}
	part := func(most uint32) []byte {
		length := binary.BigEndian.Uint32(take(4))
		end(length > most, "EXPORT_TOO_LARGE")
		return take(length)
	}
	end(string(take(15)) != "assay blocks 1\n", "EXPORT_UNREADABLE")
	part(channelBytesAtMost)
	for content := part(blockBytesAtMost); len(content) > 0; content = part(blockBytesAtMost) {
		check(content)
	}
	expected, found := digest.Sum(nil), take(sha256.Size)
	_, err = front.ReadByte()
	end(!bytes.Equal(found, expected) || err == nil, "EXPORT_ALTERED")
}

// readRoots reads the root certificates by member, one or several PEM texts of each.
func readRoots(file string) map[string]certificates {
	texts, all := map[string]string{}, map[string]certificates{}
	content, err := os.ReadFile(file)
	demand(err == nil && json.Unmarshal(content, &texts) == nil && len(texts) > 0, "no roots")
	for member, text := range texts {
		pieces := strings.SplitAfter(text, "END CERTIFICATE-----")
		all[member] = mapped(pieces[:len(pieces)-1], func(one string) *certificate { return certificateIn([]byte(one)) })
		demand(len(all[member]) > 0, "no root of "+member)
	}
	return all
}

// verify verifies an export, tells what it finds and at last its verdict, and answers the exit code.
func verify(name, channel, rootsFile string, to *json.Encoder) (code int) {
	codes, blocks, problem := map[string]int{}, 0, ""
	v := &verification{channel: channel, state: rows{}, known: map[string]bool{}, take: func(one finding) {
		codes[one["code"].(string)]++
		_ = to.Encode(one)
	}}
	defer func() {
		if problem := recover(); problem != nil {
			one, is := problem.(finding)
			v.take(pick(is, one, finding{"code": "CHECK_FAILED", "found": fmt.Sprint(problem)}))
		}
		verdict := pick(blocks > 0 && len(codes) == 0, "proven", "not_checked")
		for each := range codes {
			verdict = pick(strings.Contains(unlooked, " "+each+" "), verdict, "differs")
		}
		_ = to.Encode(finding{"verdict": verdict, "export": name, "blocks": blocks, "transactions": v.transactions,
			"instructions": v.instructions, "codes": codes, "notLookedAt": notLookedAt})
		code = map[string]int{"proven": 0, "differs": 1, "not_checked": 2}[verdict]
	}()
	v.roots, problem = attempt(func() map[string]certificates { return readRoots(rootsFile) })
	end(problem != "", "ROOTS_UNREADABLE", "found", problem)
	readExport(name, func(content []byte) { v.check(content); blocks++ })
	return code
}
func main() {
	channel, file := flag.String("channel", "", "the channel's name"), flag.String("roots", "", "the members' root certificates, given apart, as JSON")
	flag.Parse()
	to, worst := json.NewEncoder(os.Stdout), pick(flag.NArg() == 0, 2, 0)
	for _, name := range flag.Args() {
		code := verify(name, *channel, *file, to)
		worst = pick(code == 1 || worst == 0, code, worst)
	}
	os.Exit(worst)
}

// refusal is the code of a demand that was not met; attempt catches it. Every other panic ends the whole check.
type refusal string

func demand(is bool, code string) {
	if !is {
		panic(refusal(code))
	}
}
func attempt[T any](make func() T) (made T, code string) {
	defer func() {
		problem := recover()
		reason, is := problem.(refusal)
		if code = string(reason); problem != nil && !is {
			panic(problem)
		}
	}()
	return make(), ""
}

// orElse answers what is made, and refuses with this code what is refused by another.
func orElse[T any](code string, make func() T) T {
	made, problem := attempt(make)
	demand(problem == "", code)
	return made
}
func mapped[A, B any](all []A, by func(A) B) (made []B) {
	for _, each := range all {
		made = append(made, by(each))
	}
	return made
}
func pick[T any](is bool, one, other T) T {
	if is {
		return one
	}
	return other
}

// message is the fields of a protobuf message. As for Go's own library, a field in another form than its own is an unknown one.
type message []field
type field struct {
	number, wire, value uint64
	bytes               []byte
}

func varint(content []byte) (uint64, []byte) {
	value, length := binary.Uvarint(content)
	demand(length > 0, "no number")
	return value, content[length:]
}
func parse(content []byte) message {
	fields := message{}
	for len(content) > 0 {
		key, rest := varint(content)
		one := field{number: key >> 3, wire: key & 7}
		if one.wire == 0 || one.wire == 2 {
			one.value, rest = varint(rest)
		}
		length := [8]uint64{0, 8, one.value, 1 << 63, 1 << 63, 4, 1 << 63, 1 << 63}[one.wire]
		demand(one.number > 0 && length <= uint64(len(rest)), "no field")
		one.bytes, content = rest[:length], rest[length:]
		fields = append(fields, one)
		end(len(fields) > 1<<20, "CHECK_FAILED", "found", "a message of more fields than are looked at")
	}
	return fields
}
func (of message) each(number, wire uint64) []field {
	return slices.DeleteFunc(slices.Clone(of), func(one field) bool { return one.number != number || one.wire != wire })
}
func contentOf(one field) []byte                 { return one.bytes }
func last(all []field) field                     { return slices.Concat([]field{{}}, all)[len(all)] }
func (of message) all(number uint64) [][]byte    { return mapped(of.each(number, 2), contentOf) }
func (of message) has(number uint64) bool        { return len(of.each(number, 2)) > 0 }
func (of message) value(number uint64) uint64    { return last(of.each(number, 0)).value }
func (of message) bytes(number uint64) []byte    { return last(of.each(number, 2)).bytes }
func (of message) part(number uint64) message    { return parse(slices.Concat(of.all(number)...)) }
func (of message) parts(number uint64) []message { return mapped(of.all(number), parse) }
func (of message) text(number uint64) string     { return textIn(of.bytes(number)) }
func textIn(all []byte) string                   { demand(utf8.Valid(all), "no text"); return string(all) }
func (of message) named(number uint64) map[string]message {
	all := map[string]message{}
	for _, entry := range of.parts(number) {
		all[entry.text(1)] = entry.part(2)
	}
	return all
}

// put appends a field in the one form in which peers write it; putSome and putValue leave out what is empty.
func put(to []byte, number uint64, content []byte) []byte {
	return slices.Concat(to, []byte{byte(number<<3 | 2)}, binary.AppendUvarint(nil, uint64(len(content))), content)
}
func putSome(to []byte, number uint64, content []byte) []byte {
	return pick(len(content) == 0, to, put(to, number, content))
}
func putValue(to []byte, number uint64, value uint64) []byte {
	return pick(value == 0, to, slices.Concat(to, []byte{byte(number << 3)}, binary.AppendUvarint(nil, value)))
}

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

const anyMember, administrator, client, peer, orderer, nestingAtMost, windowSize = 0, 1, 2, 3, 4, 64, 256

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
	sequence uint64
	root     message
	members  map[string]*member
	groups   map[string]string
	known    map[string]*identity
}

func readConfiguration(data []byte) *configuration {
	said := parse(data).part(1)
	demand(said.has(2), "no group")
	one := &configuration{said.value(1), said.part(2), map[string]*member{}, map[string]string{}, map[string]*identity{}}
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
	said, who := parse(serialized), one.known[string(serialized)]
	of, is := one.members[said.text(1)]
	if demand(is, "no member"); who == nil {
		who = of.identify(said.bytes(2))
		one.known[string(serialized)] = who
	}
	return who
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

// verification is where the verification of a chain stands; known are the ids that were seen, and of what they are.
type verification struct {
	channel                    string
	roots                      map[string]certificates
	take                       func(finding)
	next, lastConfiguration    uint64
	previousHash, commitHash   []byte
	configuration              *configuration
	state                      rows
	known                      map[string]bool
	transactions, instructions int
}

// block is one taken apart; its header is what the next one names by its hash, and what orderers sign.
type block struct {
	number                         uint64
	previousHash, dataHash, header []byte
	envelopes, metadata            [][]byte
}

// The parts of a block's metadata, and the kinds of transactions.
const signaturesPart, lastConfigurationPart, flagsPart, ordererPart, commitHashPart, parts, configurationKind, endorserKind = 0, 1, 2, 3, 4, 5, 1, 3

func (one *block) part(place int) []byte {
	return slices.Concat(one.metadata, make([][]byte, parts))[place]
}
func decimal(number uint64) string { return strconv.FormatUint(number, 10) }
func entry(each []byte) []byte     { return put(nil, 1, each) }
func repeated(all [][]byte) []byte { return slices.Concat(mapped(all, entry)...) }
func readBlock(content []byte) *block {
	var one block
	anew, problem := attempt(func() (anew []byte) {
		said := parse(content)
		header := said.part(1)
		one = block{header.value(1), header.bytes(2), header.bytes(3), nil, said.part(2).all(1), said.part(3).all(1)}
		front := putSome(putSome(putValue(nil, 1, one.number), 2, one.previousHash), 3, one.dataHash)
		for place, each := range [][]byte{front, repeated(one.envelopes), repeated(one.metadata)} {
			anew = pick(said.has(uint64(place+1)), put(anew, uint64(place+1), each), anew)
		}
		return anew
	})
	end(problem != "" || one.number >= 1<<53, "BLOCK_UNREADABLE")
	end(!bytes.Equal(anew, content), "BLOCK_NOT_CANONICAL", "block", decimal(one.number))
	one.header, _ = asn1.Marshal([]any{new(big.Int).SetUint64(one.number), one.previousHash, one.dataHash})
	return &one
}

// check tells all that speaks against the next block; what ends the whole check is panicked with.
func (v *verification) check(content []byte) {
	one := readBlock(content)
	end(one.number > v.next, pick(v.next == 0, "CHAIN_STARTS_LATE", "BLOCK_MISSING"), "block", decimal(one.number))
	v.tell(one.number < v.next, "BLOCK_REPEATED", one)
	v.tell(one.number == v.next && !bytes.Equal(one.previousHash, v.previousHash), "PREVIOUS_HASH_DIFFERS", one)
	v.tell(!bytes.Equal(hash(one.envelopes...), one.dataHash), "DATA_HASH_DIFFERS", one)
	if one.number < v.next {
		return
	}
	all, isFirst, later := mapped(one.envelopes, readTransaction), v.configuration == nil, []finding{}
	brought := append(slices.Clone(all), &transaction{})[0]
	isBrought := brought.kind == configurationKind
	after, problem := attempt(func() *configuration { demand(isBrought, "none"); return readConfiguration(brought.data) })
	v.next, v.previousHash, v.transactions = one.number+1, hash(one.header), v.transactions+len(all)
	v.lastConfiguration = pick(isBrought, one.number, v.lastConfiguration)
	end(isFirst && problem != "", "CONFIGURATION_UNREADABLE", "block", "0")
	end(isFirst && brought.channel != v.channel, "CHANNEL_DIFFERS", "block", "0", "found", brought.channel)
	if v.checkOrderers(one); !isFirst {
		later = v.checkTransactions(one, all)
		v.tell(isBrought && problem != "", "CONFIGURATION_UNREADABLE", one)
	}
	if isBrought && problem == "" {
		v.tell(!isFirst && after.sequence != v.configuration.sequence+1, "CONFIGURATION_UNFOUNDED", one)
		v.configuration = after
		v.checkConfiguration(one)
	}
	v.tell(isFirst && !bytes.Equal(one.part(flagsPart), []byte{0}), "FLAGS_MISSING", one)
	v.tell(isFirst && len(one.part(commitHashPart)) > 0, "COMMIT_HASH_MISSING", one)
	mapped(later, func(each finding) bool { v.take(each); return true })
}

// checkConfiguration holds the members of a configuration against the roots that were given apart.
func (v *verification) checkConfiguration(one *block) {
	for _, name := range slices.Sorted(maps.Keys(v.configuration.members)) {
		given, is := v.roots[name]
		isStrange := func(root *certificate) bool { return is && !given.has(root) }
		v.tell(!is, "ROOT_NOT_GIVEN", one, "key", name)
		v.tell(slices.ContainsFunc(v.configuration.members[name].roots, isStrange), "ROOT_DIFFERS", one, "key", name)
	}
	v.tell(len(one.envelopes) != 1, "CONFIGURATION_NOT_ALONE", one)
}
func (v *verification) checkOrderers(one *block) {
	content, latest, all := one.part(signaturesPart), uint64(0), []signed{}
	anew, problem := attempt(func() []byte {
		said := parse(content)
		latest = parse(said.bytes(1)).part(1).value(1)
		return slices.Concat(putSome(nil, 1, said.bytes(1)), slices.Concat(mapped(said.parts(2), func(each message) []byte {
			end(each.has(3), "CHECK_FAILED", "found", "orderers who sign by numbers")
			all = append(all, signed{parse(each.bytes(1)).bytes(1), slices.Concat(said.bytes(1), each.bytes(1), one.header), each.bytes(2)})
			return put(nil, 2, putSome(putSome(nil, 1, each.bytes(1)), 2, each.bytes(2)))
		})...))
	})
	isBare := len(one.part(ordererPart)) == 0 && len(one.metadata) == parts && (one.number > 0 || bytes.Equal(content, []byte{0x0a, 2, 0x0a, 0}))
	if one.number > 0 {
		isRead, signers := problem == "" && bytes.Equal(anew, content), v.configuration.signers(all)
		if v.tell(!isRead, "ORDERER_SIGNATURES_UNREADABLE", one); !isRead {
			return
		}
		v.tell(len(signers) < len(all), "ORDERER_SIGNATURE_WRONG", one)
		v.tell(!v.configuration.allows("/Channel/Orderer/BlockValidation", signers), "ORDERER_POLICY_UNMET", one)
		v.tell(latest != v.lastConfiguration, "LAST_CONFIGURATION_DIFFERS", one)
	}
	v.tell(!isBare || !bytes.Equal(one.part(lastConfigurationPart), putSome(nil, 1, putValue(nil, 1, latest))), "METADATA_ALTERED", one)
}

// row is one as the blocks leave it, or what a block does to one: without a value it is none. policy is the row's own.
type row struct {
	value, policy      []byte
	block, transaction uint64
}

// rows stand under the chaincode, the collection and the key with zeros between; in collections key and value are hashes.
type rows map[string]row

// result is what a transaction says that it wrote in one place.
type result struct {
	chaincode, place string
	writes, policies []message
}

func (of result) name(one message) string { return of.place + string(one.bytes(1)) }
func resultsIn(content []byte) (all []result) {
	for _, set := range parse(content).parts(2) {
		name, said := set.text(1), parse(set.bytes(2))
		all = append(all, result{name, name + "\x00\x00", said.parts(3), said.parts(4)})
		for _, each := range set.parts(3) {
			said := parse(each.bytes(2))
			all = append(all, result{name, name + "\x00" + each.text(1) + "\x00", said.parts(2), said.parts(3)})
		}
	}
	return all
}

// standing answers a row amid a block that did this to the rows.
func (before rows) standing(made rows, name string) row {
	one, is := made[name]
	return pick(is, one, before[name])
}

// apply takes in what a valid transaction did. Of several writes of a row one that deletes it counts, else the last.
func (before rows) apply(made rows, results []result, block, transaction uint64) {
	for _, place := range results {
		isDeleted := map[string]bool{}
		for _, each := range place.writes {
			name, isHashOfNone := place.name(each), !strings.HasSuffix(place.place, "\x00\x00") && bytes.Equal(each.bytes(3), hash())
			isDeleted[name] = isDeleted[name] || each.value(2) != 0 || len(each.bytes(3)) == 0 || isHashOfNone
			made[name] = pick(isDeleted[name], row{nil, nil, block, transaction}, row{each.bytes(3), before.standing(made, name).policy, block, transaction})
		}
		for _, each := range place.policies {
			one := row{before.standing(made, place.name(each)).value, nil, block, transaction}
			for _, entry := range each.parts(2) {
				one.policy = pick(entry.text(1) == "VALIDATION_PARAMETER", entry.bytes(2), one.policy)
			}
			if one.value != nil {
				made[place.name(each)] = one
			}
		}
	}
}
func ordered(number uint64) []byte {
	short := bytes.TrimLeft(binary.BigEndian.AppendUint64(nil, number), "\x00")
	return append([]byte{byte(len(short))}, short...)
}

// bytes are those of a block's changes that peers agree on; chaincode and collection are named where they begin.
func (made rows) bytes() (all []byte) {
	before := []string{"", ""}
	for _, name := range slices.Sorted(maps.Keys(made)) {
		place, one := strings.SplitN(name, "\x00", 3), made[name]
		if place[0] != "" {
			change := putSome(nil, 1, pick(place[0] != before[0], []byte(place[0]), nil))
			change = putSome(change, 2, pick(place[0] != before[0] || place[1] != before[1], []byte(place[1]), nil))
			change = putSome(putValue(putSome(change, 3, []byte(place[2])), 4, pick[uint64](one.value == nil, 1, 0)), 5, one.value)
			all = append(all, put(nil, 1, put(change, 6, append(ordered(one.block), ordered(one.transaction)...)))...)
			before = place
		}
	}
	return all
}
func (v *verification) checkCommitHash(one *block, made rows) {
	flags := one.part(flagsPart)
	expected := hash(binary.AppendUvarint(nil, uint64(len(flags))), flags, made.bytes(), v.commitHash)
	found, _ := attempt(func() []byte { return parse(one.part(commitHashPart)).bytes(1) })
	isMissing := len(found) == 0 || !bytes.Equal(put(nil, 1, found), one.part(commitHashPart))
	v.tell(isMissing, "COMMIT_HASH_MISSING", one)
	v.tell(!isMissing && !bytes.Equal(found, expected), "COMMIT_HASH_DIFFERS", one, "expected", hex.EncodeToString(expected))
	v.commitHash = pick(isMissing, expected, found)
}

// transaction is an envelope taken apart; problem says why no further.
type transaction struct {
	payload, signature, creator, nonce, data, header, extension, response []byte
	kind                                                                  uint64
	channel, id, problem, chaincode                                       string
	seconds, milliseconds                                                 int64
	endorsements                                                          []message
	asked, action                                                         message
	results                                                               []result
}

func readTransaction(content []byte) *transaction {
	one := &transaction{}
	_, one.problem = attempt(func() bool {
		envelope := orElse("INVALID_OTHER_REASON", func() message { return parse(content) })
		one.payload, one.signature = envelope.bytes(1), envelope.bytes(2)
		payload := orElse("BAD_PAYLOAD", func() message { return parse(one.payload) })
		header := orElse("BAD_PAYLOAD", func() message { return payload.part(1) })
		demand(payload.has(1), "BAD_COMMON_HEADER")
		return orElse("BAD_COMMON_HEADER", func() bool {
			channel, signature := parse(header.bytes(1)), parse(header.bytes(2))
			at, name := channel.part(3), channel.text(4)
			one.id, one.channel, one.kind, one.data, one.header, one.extension = channel.text(5), name, channel.value(1), payload.bytes(2), header.bytes(1), channel.bytes(7)
			one.creator, one.nonce, one.seconds = signature.bytes(1), signature.bytes(2), int64(at.value(1))
			one.milliseconds = one.seconds*1000 + int64(at.value(2))/1_000_000
			demand(one.kind-1 < endorserKind && channel.value(6) == 0 && len(one.nonce) > 0 && len(one.creator) > 0, "not formed")
			return true
		})
	})
	return one
}
func (one *transaction) ownID() string { return hex.EncodeToString(hash(one.nonce, one.creator)) }

// readAction takes the one action of a transaction apart.
func (one *transaction) readAction() bool {
	actions := parse(one.data).parts(1)
	demand(len(actions) == 1, "not one action")
	signature, payload := parse(actions[0].bytes(1)), parse(actions[0].bytes(2))
	demand(payload.has(2), "no action")
	one.response, one.endorsements = payload.part(2).bytes(1), payload.part(2).parts(2)
	one.asked, _ = attempt(func() message { return parse(payload.bytes(1)) })
	one.action, _ = attempt(func() message { return parse(parse(one.response).bytes(2)) })
	isOfProposal := bytes.Equal(hash(one.header, actions[0].bytes(1), payload.bytes(1)), parse(one.response).bytes(1))
	demand(isOfProposal && len(signature.bytes(1)) > 0 && len(signature.bytes(2)) > 0, "another proposal")
	return true
}

// judge demands all that peers demand of a transaction before they look at what it read, in their order; the code is the verdict.
func (v *verification) judge(one *transaction, changed map[string]bool) bool {
	demand(one.problem == "", one.problem)
	who := orElse("BAD_CREATOR_SIGNATURE", func() *identity { return v.configuration.identify(one.creator) })
	isSigned := one.channel == v.channel && who.isValid && isSignatureOver(who.PublicKey, one.payload, one.signature)
	if demand(isSigned, "BAD_CREATOR_SIGNATURE"); one.kind == configurationKind {
		return true
	}
	demand(one.kind == endorserKind, "UNSUPPORTED_TX_PAYLOAD")
	demand(one.id == one.ownID(), "BAD_PROPOSAL_TXID")
	orElse("INVALID_ENDORSER_TRANSACTION", one.readAction)
	demand(!v.known["id "+one.id], "DUPLICATE_TXID")
	extension := orElse("BAD_HEADER_EXTENSION", func() message { return parse(one.extension) })
	name := orElse("BAD_HEADER_EXTENSION", func() string { return extension.part(2).text(2) })
	demand(len(one.action) > 0, "BAD_RESPONSE_PAYLOAD")
	ran := orElse("BAD_RESPONSE_PAYLOAD", func() message { return one.action.part(4) })
	one.results = orElse("BAD_RWSET", func() []result { return resultsIn(one.action.bytes(1)) })
	demand(extension.has(2) && one.action.has(4), "INVALID_OTHER_REASON")
	demand(name != "" && name == string(ran.bytes(2)) && ran.has(3), "INVALID_CHAINCODE")
	event := orElse("INVALID_OTHER_REASON", func() string { return parse(one.action.bytes(2)).text(1) })
	demand(len(one.action.bytes(2)) == 0 || event == name, "INVALID_OTHER_REASON")
	isNamed, isWritten := map[string]bool{}, map[string]bool{name: true}
	for _, each := range one.results {
		isPublic := strings.HasSuffix(each.place, "\x00\x00")
		demand(!isPublic || !isNamed[each.place], "ILLEGAL_WRITESET")
		isNamed[each.place], isWritten[each.chaincode] = true, isWritten[each.chaincode] || len(each.writes)+len(each.policies) > 0
	}
	signers := v.configuration.signers(mapped(one.endorsements, func(each message) signed {
		return signed{each.bytes(1), slices.Concat(one.response, each.bytes(1)), each.bytes(2)}
	}))
	for _, each := range slices.Sorted(maps.Keys(isWritten)) {
		if isWritten[each] {
			v.demandEndorsed(each, one.results, signers, changed)
		}
	}
	one.chaincode = name
	return true
}

// demandEndorsed holds endorsers against the policies of a chaincode's rows that are written: a row's own, else its collection's, else the
// chaincode's, as earlier blocks left them. A row whose own policy an earlier transaction of the block sets can be written no more.
func (v *verification) demandEndorsed(chaincode string, results []result, signers []*identity, changed map[string]bool) {
	policies, isUntouched, set := v.definition(chaincode), true, []string{}
	results = slices.DeleteFunc(slices.Clone(results), func(one result) bool { return one.chaincode != chaincode })
	for _, place := range results {
		for at, each := range slices.Concat(place.writes, place.policies) {
			name := place.name(each)
			own, needed := v.state[name].policy, policies[strings.Split(place.place, "\x00")[1]]
			isUntouched, set = false, append(set, pick(at >= len(place.writes), name, ""))
			demand(!changed[name] && v.meets(pick(len(own) > 0, put(nil, 1, own), needed), signers), "ENDORSEMENT_POLICY_FAILURE")
		}
	}
	demand(!isUntouched || v.meets(policies[""], signers), "ENDORSEMENT_POLICY_FAILURE")
	mapped(set, func(name string) bool { changed[name] = true; return true })
}

// meets holds signers against a policy that stands by itself or names one of the configuration; nobody meets what cannot be read.
func (v *verification) meets(policy []byte, signers []*identity) bool {
	is, _ := attempt(func() bool {
		said := parse(policy)
		return said.has(1) && isMet(said.part(1), signers) || !said.has(1) && v.configuration.allows(said.text(2), signers)
	})
	return is
}

// definition answers the policies that the members agreed on for a chaincode, by the collection; that of public rows has no name.
func (v *verification) definition(chaincode string) map[string][]byte {
	agreed := func(path string) message { return parse(v.state["_lifecycle\x00\x00namespaces/"+path].value) }
	return orElse("INVALID_CHAINCODE", func() map[string][]byte {
		validation := parse(agreed("fields/" + chaincode + "/ValidationInfo").bytes(2))
		isDefined := agreed("metadata/"+chaincode).text(1) == "ChaincodeDefinition" && len(validation.bytes(1)) > 0 && len(validation.bytes(2)) > 0
		demand(isDefined || chaincode == "_lifecycle", "none")
		byDefault := put(nil, 2, []byte("/Channel/Application/LifecycleEndorsement"))
		all := map[string][]byte{"": pick(chaincode == "_lifecycle", byDefault, validation.bytes(2))}
		for _, each := range parse(agreed("fields/" + chaincode + "/Collections").bytes(2)).parts(1) {
			said := each.part(1)
			all[said.text(1)] = pick(said.has(8), said.bytes(8), validation.bytes(2))
		}
		for member, path := range v.configuration.groups {
			all["_implicit_org_"+member] = put(nil, 2, []byte(path+"/Endorsement"))
		}
		return all
	})
}

// The names of flags from 0 on; that of INVALID_OTHER_REASON is 255, as which one that is not here counts.
var flagNames = strings.Fields("VALID NIL_ENVELOPE BAD_PAYLOAD BAD_COMMON_HEADER BAD_CREATOR_SIGNATURE INVALID_ENDORSER_TRANSACTION INVALID_CONFIG_TRANSACTION UNSUPPORTED_TX_PAYLOAD BAD_PROPOSAL_TXID DUPLICATE_TXID ENDORSEMENT_POLICY_FAILURE MVCC_READ_CONFLICT PHANTOM_READ_CONFLICT " +
	"UNKNOWN_TX_TYPE TARGET_CHAIN_NOT_FOUND MARSHAL_TX_ERROR NIL_TXACTION EXPIRED_CHAINCODE CHAINCODE_VERSION_CONFLICT BAD_HEADER_EXTENSION BAD_CHANNEL_HEADER BAD_RESPONSE_PAYLOAD BAD_RWSET ILLEGAL_WRITESET INVALID_WRITESET INVALID_CHAINCODE")

// checkTransactions judges the transactions of a block and stores what the valid ones did; answers what speaks against their instructions.
func (v *verification) checkTransactions(one *block, all []*transaction) (later []finding) {
	changed, ids, made, flags, padded := map[string]bool{}, map[string]bool{}, rows{}, one.part(flagsPart), slices.Concat(one.part(flagsPart), make([]byte, len(all)))
	v.tell(len(flags) != len(all), "FLAGS_MISSING", one)
	for place, each := range all {
		_, verdict := attempt(func() bool { return v.judge(each, changed) })
		isCopy := verdict == "" && each.kind == endorserKind && ids[each.id]
		verdict, ids[each.id] = pick(isCopy, "DUPLICATE_TXID", cmp.Or(verdict, "VALID")), ids[each.id] || verdict == ""
		flag, isFlagged := padded[place], place < len(flags)
		// What was read is not looked at: a peer's word that it was stale is taken.
		isStale := verdict == "VALID" && isFlagged && each.chaincode != "" && slices.Contains(flagNames[11:13], flagNames[min(flag, 13)])
		v.tell((!isFlagged || byte(slices.Index(flagNames, verdict)) != flag) && !isStale, "FLAG_DIFFERS", one, "transaction", place, "expected", verdict, "found", flag)
		if !isFlagged || flag != 0 {
			continue
		}
		who, problem := attempt(func() *identity { return v.configuration.identify(each.creator) })
		isOut := problem == "" && each.chaincode != "" && (each.seconds < who.NotBefore.Unix() || each.seconds > who.NotAfter.Unix())
		if v.tell(isOut, "CERTIFICATE_OUT_OF_TIME", one, "transaction", place); each.kind == endorserKind && each.chaincode == "" {
			attempt(each.readAction)
			each.results, _ = attempt(func() []result { return resultsIn(each.action.bytes(1)) })
		}
		later = append(later, v.checkBatch(each, made, []any{"block", decimal(one.number), "transaction", place})...)
		v.state.apply(made, each.results, one.number, uint64(place))
	}
	v.checkCommitHash(one, made)
	maps.Copy(v.state, made)
	mapped(all, func(each *transaction) bool { v.known["id "+cmp.Or(each.id, each.ownID())] = true; return true })
	return later
}

type object = map[string]any

// canonical writes JSON in the one form that is signed. In what the ledger takes, no text holds what Go and JavaScript write otherwise.
func canonical(value any) string {
	var all bytes.Buffer
	to := json.NewEncoder(&all)
	to.SetEscapeHTML(false)
	_ = to.Encode(value)
	return strings.TrimSuffix(all.String(), "\n")
}
func readJSON(text []byte) (value any) {
	from := json.NewDecoder(bytes.NewReader(text))
	from.UseNumber()
	demand(from.Decode(&value) == nil && !from.More(), "no JSON")
	return value
}
func membersOf(value any) object { one, _ := value.(object); return one }
func idOf(text string) string    { return base64.RawURLEncoding.EncodeToString(hash([]byte(text))) }
func namesIn(one object) string  { return strings.Join(slices.Sorted(maps.Keys(one)), " ") }

type envelope struct {
	instruction, stamp  object
	text, id, signature string
}

// readEnvelope reads an instruction, its signature and its home's stamp, in the one form that these have; bodies and facts are the rules' matter.
func readEnvelope(text []byte) (one envelope) {
	said := membersOf(readJSON(text))
	one = envelope{membersOf(said["instruction"]), membersOf(said["stamp"]), canonical(said["instruction"]), idOf(canonical(said["instruction"])), fmt.Sprint(said["signature"])}
	stamp := pick(said["stamp"] == nil, "", `,"stamp":`+canonical(said["stamp"]))
	isSame := `{"instruction":`+one.text+`,"signature":"`+one.signature+`"`+stamp+"}" == string(text) && len(text) <= 16384
	isShaped := namesIn(one.instruction) == "body device from kind ledger number validUntil"
	demand(isSame && isShaped && (stamp == "" || namesIn(one.stamp) == "device facts participant receivedAt signature"), "not in the one form")
	return one
}

// device is one of an account: its key, and its numbers: the highest, and which of it and the 255 below it were used, as bits.
type device struct {
	account, said, key object
	highest, used      *big.Int
}

func (one *device) isSignatureOver(text string, signature any) bool {
	decoded := func(value any) []byte {
		content, err := base64.RawURLEncoding.Strict().DecodeString(fmt.Sprint(value))
		demand(err == nil, "no base64url")
		return content
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, decoded(one.key["x"]), decoded(one.key["y"])))
	pair := decoded(signature)
	return err == nil && len(pair) == 64 && isPairOver(key, []byte(text), new(big.Int).SetBytes(pair[:32]), new(big.Int).SetBytes(pair[32:]))
}
func whole(value any, base int) *big.Int {
	number, is := new(big.Int).SetString(fmt.Sprint(value), base)
	demand(is && number.IsInt64() || base == 16, "no number")
	return number
}

// use uses a number up; it lies at most a window beyond the highest, or at the present in microseconds, and at most 255 behind.
func (one *device) use(number *big.Int, milliseconds int64) {
	ahead := number.Int64() - one.highest.Int64()
	demand(ahead > -windowSize && (ahead <= windowSize || number.Int64() <= (milliseconds+5000)*1000), "NUMBER_OUT_OF_BOUNDS")
	demand(ahead > 0 || one.used.Bit(int(-ahead)) == 0, "NUMBER_HONOURED_AGAIN")
	moved := new(big.Int).Lsh(one.used, uint(max(0, min(ahead, windowSize))))
	one.used = moved.And(moved, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), windowSize), big.NewInt(1)))
	one.used.SetBit(one.used, int(max(0, -ahead)), 1)
	one.highest = pick(ahead > 0, number, one.highest)
}

// batch is a transaction of instructions over the rows as they were before it.
type batch struct {
	*transaction
	v       *verification
	made    rows
	devices map[string]*device
}

// device answers one as it stands amid the batch: as before it, or fresh where only the batch itself adds it. Its name is its key's hash.
func (b *batch) device(participant, name any) *device {
	full, after := fmt.Sprint(participant, " ", name), maps.Clone(b.made)
	for place, made := range []rows{b.made, after} {
		row := func(chaincode, table string) object {
			value := b.v.state.standing(made, fmt.Sprint(chaincode, "\x00\x00", table, "~", participant)).value
			said, _ := attempt(func() any { return readJSON(value) })
			return membersOf(said)
		}
		if b.devices[full] != nil {
			break
		}
		b.v.state.apply(after, b.results, 0, 0)
		home := strings.ToLower(strings.TrimSuffix(fmt.Sprint(row("ledger", "participant")["home"]), "MSP"))
		for _, account := range []object{row("ledger", "account"), row("accounts-"+home, "account")} {
			said := membersOf(membersOf(account["devices"])[fmt.Sprint(name)])
			if key := membersOf(said["publicKey"]); said != nil && idOf(canonical(key)) == name {
				highest, used := pick(place == 0, said["highest"], "0"), pick(place == 0, said["used"], "0")
				b.devices[full] = &device{account, said, key, whole(highest, 10), whole(used, 16)}
			}
		}
	}
	demand(b.devices[full] != nil, "no device")
	return b.devices[full]
}

// honour demands all that an instruction must show before any rule: its home's stamp, its device's signature and its number.
func (b *batch) honour(one envelope) bool {
	said, stamp := one.instruction, one.stamp
	demand((stamp != nil) == slices.Contains([]any{"payment-code.request", "payment.claim", "recommendation.answer"}, said["kind"]), "STAMP_NOT_VALID")
	demand(stamp == nil || orElse("STAMP_NOT_VALID", func() bool {
		by := b.device(stamp["participant"], stamp["device"])
		text := object{"stampOf": one.id, "participant": stamp["participant"], "device": stamp["device"], "receivedAt": stamp["receivedAt"], "facts": stamp["facts"]}
		roles, _ := by.said["roles"].([]any)
		isOfHome := by.account["home"] == parse(b.creator).text(1) && by.account["status"] == "active" && by.said["status"] == "active"
		return isOfHome && slices.Contains(roles, any("service")) && by.isSignatureOver(canonical(text), stamp["signature"])
	}), "STAMP_NOT_VALID")
	demand(said["ledger"] == b.channel, "MADE_FOR_ANOTHER_LEDGER")
	by := orElse("DEVICE_SIGNATURE_NOT_VALID", func() *device { return b.device(said["from"], said["device"]) })
	isSigned, _ := attempt(func() bool { return by.isSignatureOver(one.text, one.signature) })
	demand(isSigned && by.said["status"] == "active", "DEVICE_SIGNATURE_NOT_VALID")
	by.use(whole(said["number"], 10), b.milliseconds)
	late := b.milliseconds - whole(pick[any](stamp == nil, fmt.Sprint(b.milliseconds), stamp["receivedAt"]), 10).Int64()
	demand(late <= 30_000 && late >= -5000, "STAMP_NOT_VALID")
	return true
}

// checkBatch answers what speaks against the instructions that a valid transaction honours by its own word.
func (v *verification) checkBatch(one *transaction, made rows, where []any) (all []finding) {
	asked, _ := attempt(func() [][]byte { return parse(one.asked.bytes(1)).part(1).part(3).all(1) })
	response, problem := attempt(func() message { return one.action.part(3) })
	if problem != "" || string(parse(one.action.bytes(4)).bytes(2)) != "ledger" || len(asked) == 0 || string(asked[0]) != "ledger:apply" {
		return nil
	}
	tell := func(is bool, code, instruction string) bool {
		all = slices.Concat(all, pick(is, []finding{found(code, append(where, "instruction", instruction)...)}, nil))
		return is
	}
	tell(v.known["valid "+one.ownID()], "TRANSACTION_REPEATED", "")
	v.known["valid "+one.ownID()] = true
	said, _ := attempt(func() any { return readJSON(response.bytes(3)) })
	outcomes, is := said.([]any)
	if tell(len(asked) > 501, "CALL_REFUSED", "") || tell(!is || response.value(1) != 200, "RESPONSE_DIFFERS", "") || tell(len(outcomes) != len(asked)-1, "OUTCOME_COUNT_DIFFERS", "") {
		return all
	}
	b := &batch{one, v, made, map[string]*device{}}
	for place, text := range asked[1:] {
		sent, problem := attempt(func() envelope { return readEnvelope(text) })
		outcome, name := membersOf(outcomes[place]), fmt.Sprint("at place ", place)
		id, isHonoured := fmt.Sprint(outcome["id"]), outcome["status"] == "accepted" || outcome["status"] == "refused"
		if tell(outcome == nil, "RESPONSE_DIFFERS", name) || tell(problem == "" && id != sent.id, "OUTCOME_OF_ANOTHER", sent.id) ||
			!isHonoured || tell(problem != "", "ENVELOPE_UNREADABLE", name) {
			continue
		}
		_, problem = attempt(func() bool { return b.honour(sent) })
		v.instructions += pick(tell(problem != "", problem, sent.id), 0, 1)
	}
	return all
}
