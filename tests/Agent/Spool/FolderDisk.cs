using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>Real files. Each life has a copy of the folder, so that an old life's late write would be seen.</summary>
internal sealed class FolderDisk(TestFolder folder) : ILifeDisk
{
    private int lives;

    public ISpoolFiles Files => new SpoolFiles(Here, path => new FileStream(
        path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, BufferSize = 0 }));

    public IReadOnlyList<string> Names =>
        [.. Directory.GetFiles(Here).Where(path => new FileInfo(path).Length > 0).Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path))];

    private string Here => Directory.CreateDirectory(folder.Below($"life{lives}")).FullName;

    public void Turn()
    {
        var before = Here;
        lives++;
        foreach (var file in Directory.GetFiles(before))
        {
            File.Copy(file, Path.Combine(Here, Path.GetFileName(file)));
        }

        Directory.Delete(before, recursive: true);
    }

    public byte[] Content(string name) => File.ReadAllBytes(Path.Combine(Here, name));

    public void Put(string name, byte[] content) => File.WriteAllBytes(Path.Combine(Here, name), content);
}
