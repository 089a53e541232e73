namespace SovereignFleet.Tests.Support;

/// <summary>A file system of a few megabytes, so that a full disk is a real one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Only root may mount; elsewhere the test is skipped.</summary>
    public static async Task<SmallDisk> MountAsync(Stage stage, string name, int megabytes, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("a small file system can be mounted by root only");
        }

        var disk = new SmallDisk(stage.Folder(name));
        await using var mount = RunningProcess.Start(
            new Launch("mount", "mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path));
        if (await mount.ExitAsync(cancellationToken) != 0)
        {
            Assert.Inconclusive("mount: " + mount.Output);
        }

        return stage.Own(disk);
    }

    public async ValueTask DisposeAsync()
    {
        await using var unmount = RunningProcess.Start(new Launch("umount", "umount", Path));
        await unmount.ExitAsync(CancellationToken.None);
    }
}
