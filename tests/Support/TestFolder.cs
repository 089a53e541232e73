namespace SovereignFleet.Tests.Support;

/// <summary>An empty folder that goes when the test goes.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sovereignfleet-test-").FullName;

    public string Below(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
