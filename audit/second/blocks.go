package main

import (
	"bytes"
	"cmp"
	"encoding/asn1"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

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

// The parts of a block's metadata.
const signaturesPart, lastConfigurationPart, flagsPart, ordererPart, commitHashPart, parts = 0, 1, 2, 3, 4, 5

func (one *block) part(place int) []byte {
	return slices.Concat(one.metadata, make([][]byte, parts))[place]
}
func decimal(number uint64) string { return strconv.FormatUint(number, 10) }
func repeated(all [][]byte) []byte {
	return slices.Concat(mapped(all, func(each []byte) []byte { return put(nil, 1, each) })...)
}
func readBlock(content []byte) *block {
	var one block
	anew, problem := attempt(func() (anew []byte) {
		said := parse(content)
		header, all := said.part(1), [][]byte{}
		one = block{header.value(1), header.bytes(2), header.bytes(3), nil, said.part(2).all(1), said.part(3).all(1)}
		all = append(all, putSome(putSome(putValue(nil, 1, one.number), 2, one.previousHash), 3, one.dataHash), repeated(one.envelopes), repeated(one.metadata))
		for place, each := range all {
			anew = pick(said.has(uint64(place+1)), put(anew, uint64(place+1), each), anew)
		}
		return anew
	})
	end(problem != "" || one.number >= 1<<53, "BLOCK_UNREADABLE")
	end(!bytes.Equal(anew, content), "BLOCK_NOT_CANONICAL", "block", decimal(one.number))
	one.header, _ = asn1.Marshal(struct {
		Number         *big.Int
		Previous, Data []byte
	}{new(big.Int).SetUint64(one.number), one.previousHash, one.dataHash})
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
	all, before, later := mapped(one.envelopes, readTransaction), v.configuration, []finding{}
	brought := append(slices.Clone(all), &transaction{})[0]
	isBrought := brought.kind == configurationKind
	after, problem := attempt(func() *configuration { demand(isBrought, "none"); return readConfiguration(brought.data) })
	v.next, v.previousHash, v.transactions = one.number+1, hash(one.header), v.transactions+len(all)
	v.lastConfiguration = pick(isBrought, one.number, v.lastConfiguration)
	if before == nil {
		end(problem != "", "CONFIGURATION_UNREADABLE", "block", "0")
		end(brought.channel != v.channel, "CHANNEL_DIFFERS", "block", "0", "expected", v.channel, "found", brought.channel)
	}
	if v.checkOrderers(one); before != nil {
		later = v.checkTransactions(one, all)
		v.tell(isBrought && problem != "", "CONFIGURATION_UNREADABLE", one)
	}
	if isBrought && problem == "" {
		if v.configuration = after; before != nil {
			_, problem = attempt(func() bool { return demandUpdate(before, after, v.channel) })
			v.tell(problem != "", pick(strings.HasPrefix(problem, "CONFIGURATION"), problem, unfounded), one)
		}
		v.checkConfiguration(one)
	}
	if before == nil {
		v.tell(!bytes.Equal(one.part(flagsPart), []byte{0}), "FLAGS_MISSING", one)
		v.tell(len(one.part(commitHashPart)) > 0, "COMMIT_HASH_MISSING", one)
	}
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
			name, isNone := place.name(each), each.value(2) != 0 || len(each.bytes(3)) == 0
			isHashOfNone := !strings.HasSuffix(place.place, "\x00\x00") && bytes.Equal(each.bytes(3), hash())
			isDeleted[name] = isDeleted[name] || isNone || isHashOfNone
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
			entry := putSome(nil, 1, pick(place[0] != before[0], []byte(place[0]), nil))
			entry = putSome(entry, 2, pick(place[0] != before[0] || place[1] != before[1], []byte(place[1]), nil))
			entry = putSome(putValue(putSome(entry, 3, []byte(place[2])), 4, pick[uint64](one.value == nil, 1, 0)), 5, one.value)
			all = append(all, put(nil, 1, put(entry, 6, append(ordered(one.block), ordered(one.transaction)...)))...)
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

const configurationKind, updateKind, endorserKind = 1, 2, 3

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
			one.seconds, one.milliseconds = int64(at.value(1)), int64(at.value(1))*1000+int64(at.value(2))/1_000_000
			one.creator, one.nonce = signature.bytes(1), signature.bytes(2)
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
	response := parse(one.response)
	one.asked, _ = attempt(func() message { return parse(payload.bytes(1)) })
	one.action, _ = attempt(func() message { return parse(response.bytes(2)) })
	isOfProposal := bytes.Equal(hash(one.header, actions[0].bytes(1), payload.bytes(1)), response.bytes(1))
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
	policy, collections := v.definition(chaincode)
	isUntouched, set := true, []string{}
	for _, place := range results {
		for at, each := range slices.Concat(place.writes, place.policies) {
			if place.chaincode == chaincode {
				name := place.name(each)
				own, needed := v.state[name].policy, v.placePolicy(strings.Split(place.place, "\x00")[1], policy, collections)
				isUntouched, set = false, append(set, pick(at >= len(place.writes), name, ""))
				demand(!changed[name] && v.meets(pick(len(own) > 0, put(nil, 1, own), needed), signers), "ENDORSEMENT_POLICY_FAILURE")
			}
		}
	}
	demand(!isUntouched || v.meets(policy, signers), "ENDORSEMENT_POLICY_FAILURE")
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

// definition answers the policy and the collections that the members agreed on for a chaincode.
func (v *verification) definition(chaincode string) (policy []byte, collections []message) {
	if chaincode == "_lifecycle" {
		return put(nil, 2, []byte("/Channel/Application/LifecycleEndorsement")), nil
	}
	agreed := func(path string) message { return parse(v.state["_lifecycle\x00\x00namespaces/"+path].value) }
	collections = orElse("INVALID_CHAINCODE", func() []message {
		validation := parse(agreed("fields/" + chaincode + "/ValidationInfo").bytes(2))
		policy = validation.bytes(2)
		demand(agreed("metadata/"+chaincode).text(1) == "ChaincodeDefinition" && len(validation.bytes(1)) > 0 && len(policy) > 0, "none")
		return parse(agreed("fields/" + chaincode + "/Collections").bytes(2)).parts(1)
	})
	return policy, collections
}
func (v *verification) placePolicy(collection string, policy []byte, collections []message) []byte {
	if owner, is := strings.CutPrefix(collection, "_implicit_org_"); is {
		return put(nil, 2, []byte(v.configuration.groups[owner]+"/Endorsement"))
	}
	for _, each := range mapped(collections, func(one message) message { return one.part(1) }) {
		if string(each.bytes(1)) == collection {
			return pick(each.has(8), each.bytes(8), policy)
		}
	}
	return pick(collection == "", policy, nil)
}

// The names of flags from 0 on; that of INVALID_OTHER_REASON is 255, as which one that is not here counts.
var flagNames = strings.Fields("VALID NIL_ENVELOPE BAD_PAYLOAD BAD_COMMON_HEADER BAD_CREATOR_SIGNATURE INVALID_ENDORSER_TRANSACTION " +
	"INVALID_CONFIG_TRANSACTION UNSUPPORTED_TX_PAYLOAD BAD_PROPOSAL_TXID DUPLICATE_TXID ENDORSEMENT_POLICY_FAILURE MVCC_READ_CONFLICT " +
	"PHANTOM_READ_CONFLICT UNKNOWN_TX_TYPE TARGET_CHAIN_NOT_FOUND MARSHAL_TX_ERROR NIL_TXACTION EXPIRED_CHAINCODE CHAINCODE_VERSION_CONFLICT " +
	"BAD_HEADER_EXTENSION BAD_CHANNEL_HEADER BAD_RESPONSE_PAYLOAD BAD_RWSET ILLEGAL_WRITESET INVALID_WRITESET INVALID_CHAINCODE")

// checkTransactions judges the transactions of a block and stores what the valid ones did; answers what speaks against their instructions.
func (v *verification) checkTransactions(one *block, all []*transaction) (later []finding) {
	flags, changed, ids, made := one.part(flagsPart), map[string]bool{}, map[string]bool{}, rows{}
	v.tell(len(flags) != len(all), "FLAGS_MISSING", one)
	for place, each := range all {
		_, verdict := attempt(func() bool { return v.judge(each, changed) })
		isCopy := verdict == "" && each.kind == endorserKind && ids[each.id]
		verdict, ids[each.id] = pick(isCopy, "DUPLICATE_TXID", cmp.Or(verdict, "VALID")), ids[each.id] || verdict == ""
		flag, isFlagged := append(slices.Clone(flags), make([]byte, len(all))...)[place], place < len(flags)
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
	for name, each := range made {
		if v.state[name] = each; each.value == nil {
			delete(v.state, name)
		}
	}
	mapped(all, func(each *transaction) bool { v.known["id "+cmp.Or(each.id, each.ownID())] = true; return true })
	return later
}
