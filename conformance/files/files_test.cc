// SPDX-License-Identifier: Apache-2.0

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/files/descriptor.h"
#include "conformance/files/file_bytes.h"
#include "conformance/files/folder.h"

namespace ntlmatrix::files {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
 protected:
  FilesTest() {
    std::string pattern = testing::TempDir() + "/files_test.XXXXXX";
    root_ = mkdtemp(pattern.data());
  }
  ~FilesTest() override { fs::remove_all(root_); }

  std::string Write(const std::string& name, const std::string& content) {
    const fs::path path = root_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::string Path(const std::string& name) const { return root_ / name; }

  fs::path root_;
};

std::string TextOf(const FileBytes& file) { return {file.bytes().begin(), file.bytes().end()}; }

TEST_F(FilesTest, CopiesSmallFilesAndMapsLargeOnes) {
  for (const size_t size : {size_t{0}, size_t{1}, FileBytes::kMostCopied - 1,
                            FileBytes::kMostCopied, FileBytes::kMostCopied + 1, size_t{1} << 20}) {
    const std::string content(size, 'x');
    const auto file = ReadPath(Write("a", content), size, OtherFiles::kRefuse);
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_EQ(TextOf(*file), content);
  }
}

TEST_F(FilesTest, BytesMoveWithTheObject) {
  const std::string content(FileBytes::kMostCopied + 1, 'x');
  auto mapped = ReadPath(Write("a", content), content.size(), OtherFiles::kRefuse);
  auto copied = ReadPath(Write("b", "copied"), 100, OtherFiles::kRefuse);
  ASSERT_TRUE(mapped.ok() && copied.ok());
  FileBytes first(*std::move(mapped));
  FileBytes second(*std::move(copied));
  first = std::move(second);
  EXPECT_EQ(TextOf(first), "copied");
  EXPECT_EQ(TextOf(FileBytes()), "");
}

TEST_F(FilesTest, ReportsWhatIsTooLarge) {
  const auto file = ReadPath(Write("a", "12345"), 4, OtherFiles::kRefuse);
  EXPECT_EQ(file.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(file.status().message(), "a file of 5 bytes is over the limit of 4");
}

TEST_F(FilesTest, ReadsPipesWhereAsked) {
  const std::string pipe = Path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(ReadPath(pipe, 10, OtherFiles::kRefuse).status().message(),
            "not a regular file but a named pipe (FIFO)");
  const Descriptor both(open(pipe.c_str(), O_RDWR));  // so that opening does not wait
  {
    const Descriptor writer(open(pipe.c_str(), O_WRONLY));
    ASSERT_EQ(write(writer.get(), "12345", 5), 5);
  }
  const auto file = ReadPath(pipe, 4, OtherFiles::kPipes);
  EXPECT_EQ(file.status().message(), "more than the limit of 4 bytes");
}

TEST_F(FilesTest, ReadsAPipeToItsEnd) {
  int ends[2] = {};
  ASSERT_EQ(pipe(ends), 0);
  const Descriptor reader(ends[0]);
  const std::string content(50000, 'x');  // less than a pipe holds
  {
    const Descriptor writer(ends[1]);
    ASSERT_EQ(write(writer.get(), content.data(), content.size()),
              static_cast<ssize_t>(content.size()));
  }
  const auto file = ReadDescriptor(reader.get(), 50000, OtherFiles::kPipes);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(TextOf(*file), content);
}

TEST_F(FilesTest, ReportsWhatIsNoFile) {
  EXPECT_EQ(ReadPath(Path("missing"), 10, OtherFiles::kRefuse).status().message(),
            "No such file or directory");
  EXPECT_EQ(ReadPath(root_, 10, OtherFiles::kRefuse).status().message(),
            "is a directory; give its files");
  EXPECT_EQ(ReadPath("/dev/null", 10, OtherFiles::kPipes).status().message(),
            "not a regular file but a character device");
  EXPECT_FALSE(ReadDescriptor(-1, 10, OtherFiles::kPipes).ok());
}

TEST_F(FilesTest, ListsAFolderWithoutLetterCase) {
  for (const char* name : {"b", "B", "a", "C", "aa"}) Write(name, "");
  fs::create_directory(root_ / "folder");
  fs::create_symlink("a", root_ / "link");
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  const auto folder = Folder::Open(root_);
  ASSERT_TRUE(folder.ok()) << folder.status();
  for (int round = 0; round < 2; ++round) {
    const auto entries = folder->List();
    ASSERT_TRUE(entries.ok()) << entries.status();
    std::string text;
    for (const FolderEntry& entry : *entries) {
      absl::StrAppend(&text, entry.name, static_cast<int>(entry.kind), " ");
    }
    EXPECT_EQ(text, "a0 aa0 B0 b0 C0 folder1 link2 pipe3 ");
    EXPECT_EQ(FindEntry(*entries, "c")->name, "C");
    EXPECT_EQ(FindEntry(*entries, "b")->name, "B");
    EXPECT_EQ(FindEntry(*entries, "aaa"), nullptr);
    EXPECT_EQ(FindEntry(*entries, "z"), nullptr);
  }
}

TEST_F(FilesTest, FollowsNoLinkInAFolder) {
  Write("a", "content");
  fs::create_directory(root_ / "folder");
  fs::create_symlink("a", root_ / "to_file");
  fs::create_symlink("folder", root_ / "to_folder");
  const auto folder = Folder::Open(root_);
  ASSERT_TRUE(folder.ok());
  EXPECT_TRUE(folder->OpenFolder("folder").ok());
  EXPECT_FALSE(folder->OpenFolder("to_folder").ok());
  EXPECT_EQ(TextOf(*folder->ReadFile("a", 10)), "content");
  EXPECT_EQ(folder->ReadFile("to_file", 10).status().message(),
            "a symbolic link, which is not followed");
  EXPECT_FALSE(folder->ReadFile("missing", 10).ok());
  EXPECT_FALSE(folder->OpenFolder("a").ok());
  EXPECT_TRUE(Folder::Open(root_ / "to_folder").ok());
  EXPECT_FALSE(Folder::Open(root_ / "a").ok());
}

TEST_F(FilesTest, APipeInAFolderDoesNotHang) {
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(Folder::Open(root_)->ReadFile("pipe", 10).status().message(),
            "not a regular file but a named pipe (FIFO)");
}

TEST(NotReadErrorTest, NamesTheKind) {
  EXPECT_EQ(NotReadError(EntryKind::kSymbolicLink).message(),
            "a symbolic link, which is not followed");
  EXPECT_EQ(NotReadError(EntryKind::kOther).message(), "neither a file nor a folder");
}

}  // namespace
}  // namespace ntlmatrix::files
