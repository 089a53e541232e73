using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

/// <summary>This machine as it is, to install into: what is written stays in a layer of its own and is gone with the test.</summary>
internal sealed class ScratchRoot(Stage stage)
{
    private readonly string layer = stage.Folder("layer");
    private readonly string work = stage.Folder("work");
    private readonly string root = stage.Folder("root");
    private int steps;

    /// <summary>The layers need root, and mounts of a process's own.</summary>
    public static void Require()
    {
        Needs.Programs("unshare", "dpkg", "deb-systemd-helper", "systemctl", "useradd", "setpriv");
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("only root can lay a layer over this machine's files");
        }
    }

    /// <summary>Runs shell lines as root in it; later ones see what earlier ones left. Any line that fails fails the test.</summary>
    public async Task<string> RunAsync(string lines, CancellationToken cancellationToken)
    {
        var step = stage.Start(new Launch($"scratch root, step {++steps}", "unshare", "--mount", "sh", "-euc", """
            mount -t overlay overlay -o "lowerdir=/,upperdir=$LAYER,workdir=$WORK" "$ROOT"
            mount --rbind /dev "$ROOT/dev"
            mount -t proc proc "$ROOT/proc"
            # No service manager here, whatever runs outside.
            mount -t tmpfs tmpfs "$ROOT/run"
            exec chroot "$ROOT" sh -euc "$LINES"
            """)
        {
            Environment = new Dictionary<string, string>
            {
                ["LAYER"] = layer,
                ["WORK"] = work,
                ["ROOT"] = root,
                ["LINES"] = lines,
                ["LC_ALL"] = "C",
                ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                ["DEBIAN_FRONTEND"] = "noninteractive",
            },
        });
        var code = await step.ExitAsync(cancellationToken);
        Assert.AreEqual(0, code, $"{lines}\n{step.Output}");
        return step.Output;
    }
}
