using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Cli.Configuration;
using SovereignFleet.Agent.Runtime.Systemd;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Cli;

[TestClass]
public sealed class CredentialsTests
{
    private const string Folder = "/run/credentials/sovereignfleet-agent.service";

    [TestMethod]
    public void Paths_SecretsNamedWithoutFolder_LieWhereSystemdPutThem()
    {
        var paths = Credentials.Paths(Settings(
            ("EnrollmentTokenFile", "enrollment-token"), ("Bmc:PasswordFile", "bmc-password"), ("Gateway:0:PasswordFile", "bmc-gpu-2"),
            ("Gateway:1:PasswordFile", "/etc/sovereignfleet/bmc-gpu-3"), ("Bmc:User", "admin"), ("KernelLog:Path", "log")), Folder);

        CollectionAssert.AreEquivalent(
            new Dictionary<string, string?>
            {
                ["EnrollmentTokenFile"] = Folder + "/enrollment-token",
                ["Bmc:PasswordFile"] = Folder + "/bmc-password",
                ["Gateway:0:PasswordFile"] = Folder + "/bmc-gpu-2",
            },
            paths.ToDictionary());
    }

    [TestMethod]
    public void Paths_NoServiceManager_StayAsTheyAre() =>
        Assert.IsEmpty(Credentials.Paths(Settings(("Bmc:PasswordFile", "bmc-password")), null));

    [TestMethod]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.GroupRead, "secret\n", null)]
    [DataRow(UnixFileMode.UserRead, "\n", "empty credential")]
    public void WhyRefused_Credential_IsSystemdsToGuard(UnixFileMode mode, string content, string? said)
    {
        // systemd lets the service in by an access list, which the mode tells as a right of the group.
        using var credentials = new TestFolder();
        var file = Write(credentials, mode, content);

        var refused = PasswordFile.WhyRefused("Bmc:PasswordFile", file, credentials.Path);

        Assert.AreEqual(said is null, refused is null, refused);
        Assert.Contains(said ?? "", refused ?? "");
    }

    [TestMethod]
    public void WhyRefused_SameFileElsewhere_IsRefused()
    {
        using var folder = new TestFolder();
        var file = Write(folder, UnixFileMode.UserRead | UnixFileMode.GroupRead, "secret\n");

        Assert.Contains("its mode must be 0600", PasswordFile.WhyRefused("Bmc:PasswordFile", file, Folder)!);
    }

    [TestMethod]
    public void Read_EmptyLineForAToken_IsNoToken()
    {
        using var folder = new TestFolder();
        var file = Write(folder, UnixFileMode.UserRead, "\n");

        var options = OptionsReader.Read(new GivenSettings(Settings(("Server", "https://control:7443"), ("EnrollmentTokenFile", file)), []));

        Assert.IsNull(options.EnrollmentToken);
    }

    private static string Write(TestFolder folder, UnixFileMode mode, string content)
    {
        var file = folder.Below("bmc-password");
        File.WriteAllText(file, content);
        File.SetUnixFileMode(file, mode);
        return file;
    }

    private static IConfigurationRoot Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value)).Build();
}
