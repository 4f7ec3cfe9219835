// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/session_security.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::ntlm {
namespace {

namespace vectors = test_vectors;

constexpr Direction kClient = Direction::kClientToServer;
constexpr Direction kServer = Direction::kServerToClient;
constexpr NegotiateFlags kSealing = flags::kSign | flags::kSeal | flags::kAlwaysSign;
constexpr NegotiateFlags kExtended =
    kSealing | flags::kExtendedSessionSecurity | flags::k128 | flags::kKeyExch;
constexpr Hash kCounting = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17,
                            0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F};

// Every way to seal that the flags can choose.
constexpr NegotiateFlags kSealingFlags[] = {
    kSealing,
    kSealing | flags::kLmKey,
    kSealing | flags::kLmKey | flags::k56,
    kSealing | flags::kExtendedSessionSecurity,
    kSealing | flags::kExtendedSessionSecurity | flags::k56,
    kSealing | flags::kExtendedSessionSecurity | flags::k56 | flags::kKeyExch,
    kSealing | flags::kExtendedSessionSecurity | flags::k128,
    kExtended,
    kExtended | flags::kDatagram,
};

std::string Hex(Bytes bytes) {
  return absl::BytesToHexString(std::string(bytes.begin(), bytes.end()));
}

std::vector<uint8_t> Plaintext() {
  return {std::begin(vectors::kPlaintextUtf16), std::end(vectors::kPlaintextUtf16)};
}

// The sealed plaintext of the examples, a blank and the signature, in hexadecimal.
std::string SealedHex(SessionSecurity& session) {
  std::vector<uint8_t> message = Plaintext();
  const auto signature = session.Seal(absl::MakeSpan(message));
  return signature.has_value() ? Hex(message) + " " + Hex(*signature) : "refused";
}

void ExpectExample(NegotiateFlags negotiated, const Hash& session_key, Bytes sealed,
                   Bytes signature) {
  SessionSecurity client(negotiated, session_key, kClient);
  EXPECT_EQ(SealedHex(client), Hex(sealed) + " " + Hex(signature));
  SessionSecurity server(negotiated, session_key, kServer);
  std::vector<uint8_t> message(sealed.begin(), sealed.end());
  EXPECT_EQ(server.Unseal(absl::MakeSpan(message), signature), Verification::kValid);
  EXPECT_EQ(message, Plaintext());
}

TEST(SessionSecurityTest, TheExamples) {
  ExpectExample(vectors::ntlm_v1::kChallengeFlags, vectors::kRandomSessionKey,
                vectors::ntlm_v1::kSealed, vectors::ntlm_v1::kSignature);
  ExpectExample(vectors::ntlm_v1_ess::kChallengeFlags, vectors::ntlm_v1_ess::kKeyExchangeKey,
                vectors::ntlm_v1_ess::kSealed, vectors::ntlm_v1_ess::kSignature);
  ExpectExample(vectors::ntlm_v2::kChallengeFlags, vectors::kRandomSessionKey,
                vectors::ntlm_v2::kSealed, vectors::ntlm_v2::kSignature);
}

TEST(SessionSecurityTest, ChecksumOfTheExampleBeforeRc4) {
  // [MS-NLMP] 4.2.4.4: without NTLMSSP_NEGOTIATE_KEY_EXCH it would be sent as it is.
  const NegotiateFlags negotiated = vectors::ntlm_v2::kChallengeFlags & ~flags::kKeyExch;
  SessionSecurity client(negotiated, vectors::kRandomSessionKey, kClient);
  EXPECT_EQ(Bytes(*client.Sign(vectors::kPlaintextUtf16)).subspan(4, 8),
            Bytes(vectors::ntlm_v2::kChecksum));
}

// No example of the document's has a second message, the server's direction,
// NTLMSSP_NEGOTIATE_LM_KEY or datagrams. These values are of another implementation of RC4, MD5,
// HMAC and CRC32.
TEST(SessionSecurityTest, ThreeMessagesOfTheServer) {
  SessionSecurity server(kExtended, kCounting, kServer);
  EXPECT_EQ(SealedHex(server),
            "5ebadcc351debb4f49b6a4fedc1d7293b1ba 010000006fd99e87538b08cf00000000");
  EXPECT_EQ(SealedHex(server),
            "3ee35789d48c7d14ece9ced5361aec9e74ba 01000000d6b2e63517efe21e01000000");
  EXPECT_EQ(SealedHex(server),
            "2fd0b3af988f715ccb656abf3f491c03ae87 01000000f11e6dbab7638e2c02000000");
}

TEST(SessionSecurityTest, MessagesOfLmKey) {
  SessionSecurity client_56(kSealing | flags::kLmKey | flags::k56, kCounting, kClient);
  EXPECT_EQ(SealedHex(client_56),
            "4041728fbe01592a35ff7d1bc49158aadcc7 01000000f350e78725dc529909db46eb");
  EXPECT_EQ(SealedHex(client_56),
            "110b3643b6ca2f2d28280115d57707426168 01000000d67f3a2c06faa2cbeffac0e4");
  SessionSecurity client_40(kSealing | flags::kLmKey, kCounting, kClient);
  EXPECT_EQ(SealedHex(client_40),
            "4a5129703279b9134778b02da856ba0caf95 010000009a80009939fbad4bb54b88cd");
}

TEST(SessionSecurityTest, Datagrams) {
  SessionSecurity client(kExtended | flags::kDatagram, kCounting, kClient);
  client.set_send_seq_num(7);
  const std::string seventh =
      "34ae2413635570ce0319c075c16dc21d0582 0100000006c89984e2d5a24d07000000";
  EXPECT_EQ(SealedHex(client), seventh);
  EXPECT_EQ(client.send_seq_num(), 7u) << "the application counts";
  client.set_send_seq_num(9);
  EXPECT_NE(SealedHex(client), seventh);
  client.set_send_seq_num(7);
  EXPECT_EQ(SealedHex(client), seventh) << "whatever was sent before";

  SessionSecurity plain(kSealing | flags::kDatagram | flags::k56, kCounting, kClient);
  plain.set_send_seq_num(7);
  EXPECT_EQ(Hex(*plain.Sign(Plaintext())), "01000000ff5669bd33114d7b8211dd82");
}

TEST(SessionSecurityTest, DatagramsArriveInAnyOrder) {
  SessionSecurity client(kExtended | flags::kDatagram, kCounting, kClient);
  SessionSecurity server(kExtended | flags::kDatagram, kCounting, kServer);
  std::vector<std::vector<uint8_t>> messages(3, Plaintext());
  std::vector<SignatureBytes> signatures;
  for (uint32_t i = 0; i < 3; ++i) {
    client.set_send_seq_num(i);
    signatures.push_back(*client.Seal(absl::MakeSpan(messages[i])));
  }
  for (const uint32_t i : {2u, 0u, 1u}) {
    server.set_receive_seq_num(i);
    EXPECT_EQ(server.Unseal(absl::MakeSpan(messages[i]), signatures[i]), Verification::kValid);
    EXPECT_EQ(messages[i], Plaintext());
  }
}

TEST(SessionSecurityTest, SealingDatagramsNeedsExtendedSessionSecurity) {
  // "Message confidentiality is available in connectionless mode only if the client configures
  // extended session security." [MS-NLMP] 3.4.3
  SessionSecurity client(kSealing | flags::kDatagram, kCounting, kClient);
  std::vector<uint8_t> message = Plaintext();
  EXPECT_EQ(client.Seal(absl::MakeSpan(message)), std::nullopt);
  EXPECT_EQ(message, Plaintext());
  EXPECT_EQ(client.Unseal(absl::MakeSpan(message), vectors::ntlm_v1::kSignature),
            Verification::kNotNegotiated);
  EXPECT_TRUE(client.Sign(message).has_value());
}

TEST(SessionSecurityTest, SidesTakeTurnsInEveryForm) {
  for (const NegotiateFlags negotiated : kSealingFlags) {
    SessionSecurity client(negotiated, kCounting, kClient);
    SessionSecurity server(negotiated, kCounting, kServer);
    std::string last;
    for (uint32_t turn = 0; turn < 6; ++turn) {
      SessionSecurity& sender = turn % 2 == 0 ? client : server;
      SessionSecurity& receiver = turn % 2 == 0 ? server : client;
      if ((negotiated & flags::kDatagram) != 0) {
        sender.set_send_seq_num(turn);
        receiver.set_receive_seq_num(turn);
      }
      std::vector<uint8_t> message = Plaintext();
      const SignatureBytes signature = sender.Seal(absl::MakeSpan(message)).value();
      EXPECT_NE(Hex(message), last);
      last = Hex(message);
      EXPECT_EQ(receiver.Unseal(absl::MakeSpan(message), signature), Verification::kValid)
          << std::hex << negotiated << " turn " << turn;
      EXPECT_EQ(message, Plaintext());
      const SignatureBytes signed_only = sender.Sign(message).value();
      EXPECT_EQ(receiver.Verify(message, signed_only), Verification::kValid);
    }
  }
}

TEST(SessionSecurityTest, SequenceNumbersCountMessages) {
  SessionSecurity client(kExtended, kCounting, kClient);
  SessionSecurity server(kExtended, kCounting, kServer);
  for (uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(client.send_seq_num(), i);
    EXPECT_EQ(server.receive_seq_num(), i);
    const SignatureBytes signature = client.Sign(vectors::kPlaintextUtf16).value();
    EXPECT_EQ(signature[12], i);
    EXPECT_EQ(server.Verify(vectors::kPlaintextUtf16, signature), Verification::kValid);
  }
  EXPECT_EQ(server.send_seq_num(), 0u);
  EXPECT_EQ(client.receive_seq_num(), 0u);
}

TEST(SessionSecurityTest, SidesShareOneSequenceNumberWithoutExtendedSessionSecurity) {
  SessionSecurity client(kSealing, kCounting, kClient);
  client.Sign(vectors::kPlaintextUtf16);
  EXPECT_EQ(client.send_seq_num(), 1u);
  EXPECT_EQ(client.receive_seq_num(), 1u);
  client.set_receive_seq_num(5);
  EXPECT_EQ(client.send_seq_num(), 5u);
}

TEST(SessionSecurityTest, RejectsEveryChangedByteAndStaysAsItWas) {
  for (const NegotiateFlags negotiated : kSealingFlags) {
    SessionSecurity client(negotiated, kCounting, kClient);
    SessionSecurity server(negotiated, kCounting, kServer);
    std::vector<uint8_t> sealed = Plaintext();
    const SignatureBytes signature = client.Seal(absl::MakeSpan(sealed)).value();
    const bool has_pad = (negotiated & flags::kExtendedSessionSecurity) == 0;
    for (size_t byte = 0; byte < sealed.size() + signature.size(); ++byte) {
      std::vector<uint8_t> message = sealed;
      SignatureBytes changed = signature;
      const size_t in_signature = byte - sealed.size();
      (byte < sealed.size() ? message[byte] : changed[in_signature]) ^= 0x20;
      if (has_pad && byte >= sealed.size() && in_signature >= 4 && in_signature < 8) continue;
      const std::vector<uint8_t> before = message;
      const Verification wanted = byte < sealed.size() ? Verification::kChecksum
                                  : in_signature < 4   ? Verification::kVersion
                                  : in_signature < 12  ? Verification::kChecksum
                                                       : Verification::kSeqNum;
      EXPECT_EQ(server.Unseal(absl::MakeSpan(message), changed), wanted)
          << std::hex << negotiated << " byte " << byte;
      EXPECT_EQ(message, before);
    }
    EXPECT_EQ(server.receive_seq_num(), 0u) << "\"SeqNum is not incremented\", [MS-NLMP] 3.4.4";
    EXPECT_EQ(server.Unseal(absl::MakeSpan(sealed), signature), Verification::kValid);
    EXPECT_EQ(sealed, Plaintext());
  }
}

TEST(SessionSecurityTest, IgnoresRandomPad) {
  SessionSecurity server(vectors::ntlm_v1::kChallengeFlags, vectors::kRandomSessionKey, kServer);
  std::vector<uint8_t> message(std::begin(vectors::ntlm_v1::kSealed),
                               std::end(vectors::ntlm_v1::kSealed));
  std::vector<uint8_t> signature(std::begin(vectors::ntlm_v1::kSignature),
                                 std::end(vectors::ntlm_v1::kSignature));
  for (size_t i = 4; i < 8; ++i) signature[i] = 0;  // as 3.4.4.1 ends
  EXPECT_EQ(server.Unseal(absl::MakeSpan(message), signature), Verification::kValid);
  EXPECT_EQ(message, Plaintext());
}

TEST(SessionSecurityTest, RejectsReplay) {
  for (const NegotiateFlags negotiated : kSealingFlags) {
    if ((negotiated & flags::kDatagram) != 0) continue;
    SessionSecurity client(negotiated, kCounting, kClient);
    SessionSecurity server(negotiated, kCounting, kServer);
    std::vector<uint8_t> sealed = Plaintext();
    const SignatureBytes signature = client.Seal(absl::MakeSpan(sealed)).value();
    std::vector<uint8_t> message = sealed;
    EXPECT_EQ(server.Unseal(absl::MakeSpan(message), signature), Verification::kValid);
    EXPECT_EQ(server.Unseal(absl::MakeSpan(sealed), signature), Verification::kSeqNum);
    EXPECT_EQ(server.receive_seq_num(), 1u);
    const SignatureBytes signed_only = client.Sign(message).value();
    EXPECT_EQ(server.Verify(message, signed_only), Verification::kValid);
    EXPECT_EQ(server.Verify(message, signed_only), Verification::kSeqNum);
    EXPECT_EQ(server.receive_seq_num(), 2u);
  }
}

TEST(SessionSecurityTest, RejectsSignaturesOfAnyOtherSize) {
  SessionSecurity server(kExtended, kCounting, kServer);
  const std::vector<uint8_t> bytes(32, 1);
  std::vector<uint8_t> message = Plaintext();
  for (size_t size = 0; size <= bytes.size(); ++size) {
    if (size == 16) continue;
    const Bytes signature = Bytes(bytes).first(size);
    EXPECT_EQ(server.Unseal(absl::MakeSpan(message), signature), Verification::kNotSixteenBytes);
    EXPECT_EQ(server.Verify(message, signature), Verification::kNotSixteenBytes);
  }
  EXPECT_EQ(message, Plaintext());
}

TEST(SessionSecurityTest, WithoutIntegrityThereIsADummy) {
  const NegotiateFlags negotiated = flags::kAlwaysSign | flags::kExtendedSessionSecurity;
  SessionSecurity client(negotiated, kCounting, kClient);
  SessionSecurity server(negotiated, kCounting, kServer);
  for (int i = 0; i < 2; ++i) {
    SignatureBytes signature = client.Sign(vectors::kPlaintextUtf16).value();
    EXPECT_EQ(Hex(signature), "01000000000000000000000000000000");
    EXPECT_EQ(server.Verify(vectors::kPasswordUtf16, signature), Verification::kValid);
    signature[7] = 1;
    EXPECT_EQ(server.Verify(vectors::kPlaintextUtf16, signature), Verification::kChecksum);
  }
  std::vector<uint8_t> message = Plaintext();
  EXPECT_EQ(client.Seal(absl::MakeSpan(message)), std::nullopt);
}

TEST(SessionSecurityTest, WithoutAnyFlagThereIsNothing) {
  SessionSecurity client(flags::kExtendedSessionSecurity, kCounting, kClient);
  EXPECT_EQ(client.Sign(vectors::kPlaintextUtf16), std::nullopt);
  EXPECT_EQ(client.Verify(vectors::kPlaintextUtf16, vectors::ntlm_v2::kSignature),
            Verification::kNotNegotiated);
  EXPECT_EQ(client.Wrap({}), std::nullopt);
}

// The parts of a message as secure RPC has them: a header in the clear and a sealed body.
struct Parts {
  std::vector<uint8_t> header = {5, 0, 0, 3};
  std::vector<uint8_t> body = Plaintext();
  std::vector<SecurityBuffer> buffers() {
    return {{absl::MakeSpan(header), false, false}, {absl::MakeSpan(body), true, true}};
  }
};

TEST(SessionSecurityTest, ChecksumIsOverAllPartsWithExtendedSessionSecurityAlone) {
  // "The checksum is computed over the concatenated input buffers using only the input data buffers
  // where sign==TRUE for NTLMv1 and all of the input data buffers for NTLMv2" [MS-NLMP] 3.4.6.1
  for (const NegotiateFlags negotiated : {kExtended, kSealing}) {
    SessionSecurity client(negotiated, kCounting, kClient);
    SessionSecurity server(negotiated, kCounting, kServer);
    Parts parts;
    const SignatureBytes signature = client.Wrap(parts.buffers()).value();
    EXPECT_EQ(parts.header, Parts().header);
    EXPECT_NE(parts.body, Parts().body);
    parts.header[3] = 7;
    const bool in_checksum = (negotiated & flags::kExtendedSessionSecurity) != 0;
    EXPECT_EQ(server.Unwrap(parts.buffers(), signature),
              in_checksum ? Verification::kChecksum : Verification::kValid);
    if (!in_checksum) continue;
    parts.header[3] = 3;
    EXPECT_EQ(server.Unwrap(parts.buffers(), signature), Verification::kValid);
    EXPECT_EQ(parts.body, Parts().body);
  }
}

TEST(SessionSecurityTest, OneMessageInPartsIsTheSameMessage) {
  SessionSecurity whole(kExtended, kCounting, kClient);
  SessionSecurity split(kExtended, kCounting, kClient);
  std::vector<uint8_t> message = Plaintext();
  const auto span = absl::MakeSpan(message);
  const auto signature = split.Wrap({{span.first(5)}, {span.subspan(5)}});
  EXPECT_EQ(SealedHex(whole), Hex(message) + " " + Hex(*signature));
}

TEST(SessionSecurityTest, FindsTheStrengthThatSomebodyUsed) {
  for (const SealStrength used : kSealStrengths) {
    const bool extended = SealStrengthText(used).find("without") == absl::string_view::npos;
    const NegotiateFlags negotiated = extended ? kExtended : kSealing;
    SessionSecurity client(negotiated, kCounting, kClient, used);
    std::vector<uint8_t> message = Plaintext();
    const SignatureBytes signature = client.Seal(absl::MakeSpan(message)).value();
    for (const SealStrength candidate : kSealStrengths) {
      std::vector<uint8_t> copy = message;
      SessionSecurity server(negotiated, kCounting, kServer, candidate);
      EXPECT_EQ(server.Unseal(absl::MakeSpan(copy), signature) == Verification::kValid,
                candidate == used)
          << SealStrengthText(candidate);
    }
  }
}

TEST(SessionSecurityTest, SealsEmptyMessages) {
  SessionSecurity client(kExtended, kCounting, kClient);
  SessionSecurity server(kExtended, kCounting, kServer);
  const auto signature = client.Seal({});
  EXPECT_EQ(server.Unseal({}, *signature), Verification::kValid);
}

TEST(SessionSecurityTest, EveryVerificationHasATextOfItsOwn) {
  std::vector<std::string> texts;
  for (const Verification verification :
       {Verification::kValid, Verification::kNotNegotiated, Verification::kNotSixteenBytes,
        Verification::kVersion, Verification::kSeqNum, Verification::kChecksum}) {
    const std::string text(VerificationText(verification));
    EXPECT_EQ(std::count(texts.begin(), texts.end(), text), 0) << text;
    texts.push_back(text);
  }
}

}  // namespace
}  // namespace ntlmatrix::ntlm
