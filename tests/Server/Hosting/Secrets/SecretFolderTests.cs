using SovereignFleet.Server.Hosting.Secrets;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting.Secrets;

/// <summary>What the inventory may name of this machine: the files of one folder, and nothing else.</summary>
[TestClass]
public sealed class SecretFolderTests
{
    [TestMethod]
    [DataRow("ticket-token", "t0ken")]
    [DataRow("linked-inside", "t0ken")]
    [DataRow("linked-outside", null)]
    [DataRow("linked-folder", null)]
    [DataRow("ring", null)]
    [DataRow("absent", null)]
    [DataRow("too-long", null)]
    [DataRow("two-lines", null)]
    [DataRow("empty", null)]
    [DataRow("below", null)]
    [DataRow("../outside", null)]
    [DataRow("below/deeper", null)]
    [DataRow("/etc/hostname", null)]
    [DataRow("Ticket-Token", null)]
    [DataRow("ticket-token\n", null)]
    [DataRow(".", null)]
    [DataRow("", null)]
    public void Read_EveryName_OnlyAPlainFileOfTheFolder(string name, string? expected)
    {
        using var folder = new TestFolder();
        var root = Directory.CreateDirectory(folder.Below("secrets")).FullName;
        File.WriteAllText(folder.Below("outside"), "passphrase");
        Write("ticket-token", "t0ken\n");
        Write("too-long", new string('a', 4097));
        Write("two-lines", "a\nb");
        Write("empty", "\n");
        Directory.CreateDirectory(Path.Combine(root, "below"));
        Write("below/deeper", "deep");
        File.CreateSymbolicLink(Path.Combine(root, "linked-inside"), "ticket-token");
        File.CreateSymbolicLink(Path.Combine(root, "linked-outside"), "../outside");
        File.CreateSymbolicLink(Path.Combine(root, "linked-folder"), "/etc/hostname");
        File.CreateSymbolicLink(Path.Combine(root, "ring"), "ring");

        Assert.AreEqual(expected, Reach.Secrets(root).Read(name));

        void Write(string file, string text) => File.WriteAllText(Path.Combine(root, file), text);
    }

    [TestMethod]
    public void Read_FolderItselfIsALink_IsTheFolderThere()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Below("real"));
        File.WriteAllText(folder.Below("real/token"), "t0ken");
        File.CreateSymbolicLink(folder.Below("link"), "real");

        Assert.AreEqual("t0ken", Reach.Secrets(folder.Below("link")).Read("token"));
    }

    [TestMethod]
    [DataRow("", "", "", null)]
    [DataRow("", "elsewhere/ca", "", null)]
    [DataRow("data", "", "", "Secrets:Folder is")]
    [DataRow(".", "", "", "Secrets:Folder is")]
    [DataRow("linked-data", "", "", "Secrets:Folder is")]
    [DataRow("secrets", "secrets/ca-passphrase", "", "Identity:PassphraseFile lies in Secrets:Folder")]
    [DataRow("secrets", "", "secrets/mail", "Tickets:Email:PasswordFile lies in Secrets:Folder")]
    public void Faults_FolderWithTheServersOwnSecrets_IsRefusedAtStart(string secrets, string passphrase, string password, string? expected)
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Below("data"));
        File.CreateSymbolicLink(folder.Below("linked-data"), "data");
        var options = new SecretsOptions
        {
            DataFolder = folder.Below("data"),
            Secrets = new() { Folder = secrets.Length == 0 ? "" : folder.Below(secrets) },
            Identity = new() { PassphraseFile = passphrase.Length == 0 ? "" : folder.Below(passphrase) },
            Tickets = new() { Email = new() { PasswordFile = password.Length == 0 ? "" : folder.Below(password) } },
        };

        var faults = options.Faults().ToList();
        Assert.AreEqual(expected is null ? 0 : 1, faults.Count, string.Join('\n', faults));
        Assert.IsTrue(expected is null || faults[0].StartsWith(expected, StringComparison.Ordinal), faults.FirstOrDefault());
    }
}
