using System.Text.Json;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

[TestClass]
public sealed class PackageTests(TestContext context) : IAsyncDisposable
{
    private static readonly string[] Files =
    [
        "./etc/sovereignfleet/agent.json", "./usr/bin/sovereignfleet-agent", "./usr/bin/sovereignfleet-diagnostics", "./usr/lib/sovereignfleet-agent/gpu-reset",
        "./usr/lib/sovereignfleet-agent/nvidia-smi", "./usr/lib/systemd/system/sovereignfleet-agent.service",
        "./usr/lib/systemd/system/sovereignfleet-gpu-reset@.service", "./usr/lib/sysusers.d/sovereignfleet-agent.conf",
        "./usr/lib/tmpfiles.d/sovereignfleet-agent.conf", "./usr/lib/udev/rules.d/60-sovereignfleet-agent.rules",
        "./usr/share/doc/sovereignfleet-agent/CHANGELOG.md.gz", "./usr/share/doc/sovereignfleet-agent/README",
        "./usr/share/doc/sovereignfleet-agent/changelog.gz", "./usr/share/doc/sovereignfleet-agent/copyright",
        "./usr/share/doc/sovereignfleet-agent/examples/60-sovereignfleet-agent.rules",
    ];

    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public async Task Package_MadeTwice_SameBytesAndTheirSums()
    {
        var first = await AgentPackage.MakeAsync(stage, "first", context.CancellationToken);
        var second = await AgentPackage.MakeAsync(stage, "second", context.CancellationToken);

        Assert.AreEqual(
            await File.ReadAllTextAsync(first.Folder + "/SHA256SUMS", context.CancellationToken),
            await File.ReadAllTextAsync(second.Folder + "/SHA256SUMS", context.CancellationToken));
        var said = await GoodAsync("sh", "-c", "cd \"$1\" && sha256sum --check SHA256SUMS", "sh", second.Folder);
        Assert.Contains(Path.GetFileName(second.Deb) + ": OK", said);
        Assert.Contains(Path.GetFileName(second.Archive) + ": OK", said);
    }

    [TestMethod]
    public async Task Package_Deb_HoldsTheAgentsFilesOwnedByRoot()
    {
        var package = await AgentPackage.MakeAsync(stage, "out", context.CancellationToken);

        // -rwxr-xr-x root/root  12586048 2026-11-25 03:31 ./usr/bin/sovereignfleet-agent
        var rows = (await GoodAsync("dpkg-deb", "--contents", package.Deb)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        CollectionAssert.AreEquivalent(Files, rows.Where(row => row[0][0] == '-').Select(row => row[^1]).ToList());
        Assert.HasCount(1, rows.Select(row => row[1]).Distinct());
        Assert.AreEqual("root/root", rows[0][1]);
        Assert.HasCount(1, rows.Select(row => row[3] + row[4]).Distinct());
        Assert.IsFalse(rows.Any(row => row[0][5] == 'w' || row[0][8] == 'w' || row[0].Contains('s', StringComparison.Ordinal)));
        var about = await GoodAsync("dpkg-deb", "--info", package.Deb);
        Assert.MatchesRegex(@"Depends: libc6 \(>= 2\.\d+\), libssl3", about);
        Assert.Contains("Recommends: ipmitool", about);
        Assert.Contains("/etc/sovereignfleet/agent.json", await GoodAsync("dpkg-deb", "--info", package.Deb, "conffiles"));
    }

    [TestMethod]
    public async Task Package_Archive_HoldsTheSameFilesAsTheDeb()
    {
        var package = await AgentPackage.MakeAsync(stage, "out", context.CancellationToken);

        var names = (await GoodAsync("tar", "-tzf", package.Archive)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        CollectionAssert.AreEquivalent(
            Files, names.Where(name => !name.EndsWith('/')).Select(name => "." + name[name.IndexOf('/', StringComparison.Ordinal)..]).ToList());
    }

    /// <summary>A gateway's agent that was just installed must not refuse what one without settings does.</summary>
    [TestMethod]
    public void Settings_OfANewHost_AllowWhatAnAgentWithoutThemAllows()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(ProductTree.Root, "build", "package", "agent.json")));

        CollectionAssert.AreEquivalent(
            CommandDefaults.Usual.ToList(),
            settings.RootElement.GetProperty("Commands").GetProperty("Allow").EnumerateArray().Select(name => name.GetString()!).ToList());
    }

    [TestMethod]
    public async Task Package_ForeignVersion_IsRefused()
    {
        var fleet = stage.Start(new Launch("fleet", "bash", Path.Combine(ProductTree.Root, "fleet"), "package", "--program", "/bin/true", "--version", "next/1"));

        Assert.AreEqual(1, await fleet.ExitAsync(context.CancellationToken));
        Assert.Contains("next/1 is no version of a Debian package", fleet.Output);
    }

    [TestMethod]
    public async Task Life_InstallUpgradeRemovePurge_KeepsWhatItShould()
    {
        ScratchRoot.Require();
        var old = await AgentPackage.MakeAsync(stage, "old", context.CancellationToken, "--version", "0.0.1");
        var next = await AgentPackage.MakeAsync(stage, "next", context.CancellationToken, "--version", "0.0.2");
        var root = new ScratchRoot(stage);

        var fresh = await root.RunAsync($"""
            dpkg -i {old.Deb}
            stat -c '%U %a' /var/lib/sovereignfleet-agent
            test -L /etc/systemd/system/multi-user.target.wants/sovereignfleet-agent.service && echo enabled
            sovereignfleet-agent version
            sovereignfleet-diagnostics || echo "the CUDA check ended with $?"
            setpriv --reuid=sovereignfleet-agent --regid=sovereignfleet-agent --clear-groups sovereignfleet-agent once --json >/root/once.json
            grep -c '"inventory"' /root/once.json
            """, context.CancellationToken);
        StringAssert.Contains(fresh, "sovereignfleet-agent 700");
        StringAssert.Contains(fresh, "enabled");
        StringAssert.Contains(fresh, "the CUDA check ended with 3");
        StringAssert.Matches(fresh, new System.Text.RegularExpressions.Regex(@"sovereignfleet-agent \d+\.\d+\.\d+"));

        var upgraded = await root.RunAsync($$"""
            mkdir /var/lib/sovereignfleet-agent/pki && echo key >/var/lib/sovereignfleet-agent/pki/identity.pem
            echo '{ "Server": "https://control:7443" }' >/etc/sovereignfleet/agent.json
            echo token >/etc/sovereignfleet/enrollment-token
            systemctl disable sovereignfleet-agent
            dpkg -i {{next.Deb}}
            dpkg-query -W -f '${Version}\n' sovereignfleet-agent
            cat /etc/sovereignfleet/agent.json /var/lib/sovereignfleet-agent/pki/identity.pem
            test ! -e /etc/systemd/system/multi-user.target.wants/sovereignfleet-agent.service
            # Again, as dpkg does after an interruption.
            DPKG_MAINTSCRIPT_PACKAGE=sovereignfleet-agent /var/lib/dpkg/info/sovereignfleet-agent.postinst configure 0.0.1
            getent passwd | grep -c '^sovereignfleet-agent:'
            """, context.CancellationToken);
        StringAssert.Contains(upgraded, "0.0.2");
        StringAssert.Contains(upgraded, "https://control:7443");
        StringAssert.Contains(upgraded, "key");

        await root.RunAsync("""
            dpkg -r sovereignfleet-agent
            test ! -e /usr/bin/sovereignfleet-agent
            grep -q key /var/lib/sovereignfleet-agent/pki/identity.pem
            grep -q control /etc/sovereignfleet/agent.json
            test -e /etc/sovereignfleet/enrollment-token
            """, context.CancellationToken);

        await root.RunAsync($"""
            dpkg -i {next.Deb}
            grep -q key /var/lib/sovereignfleet-agent/pki/identity.pem
            test ! -e /etc/systemd/system/multi-user.target.wants/sovereignfleet-agent.service
            dpkg -P sovereignfleet-agent
            test ! -e /var/lib/sovereignfleet-agent
            test ! -e /etc/sovereignfleet
            test -z "$(find /etc/systemd /var/lib/systemd /usr/lib -name '*sovereignfleet*')"
            """, context.CancellationToken);
    }

    private async Task<string> GoodAsync(string program, params string[] arguments)
    {
        var running = stage.Start(new Launch(program, program, arguments));
        Assert.AreEqual(0, await running.ExitAsync(context.CancellationToken), running.Output);
        return running.Output;
    }
}
