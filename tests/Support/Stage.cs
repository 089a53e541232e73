namespace SovereignFleet.Tests.Support;

/// <summary>Where a test with real processes plays: its folder, and all that must be ended after it, in reverse order.
/// What the processes wrote is told at the end; a test runner shows it for a test that failed.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Action<string> tell;
    private readonly Stack<IAsyncDisposable> owned = new();

    public Stage(Action<string> tell)
    {
        this.tell = tell;
        // Not CreateTempSubdirectory: its mode 0700 would shut out Postgres, which runs as another user.
        Root = Path.Combine(Path.GetTempPath(), "sf-" + Path.GetRandomFileName());
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public RunningProcess Start(Launch launch) => Own(RunningProcess.Start(launch));

    public T Own<T>(T thing)
        where T : IAsyncDisposable
    {
        owned.Push(thing);
        return thing;
    }

    /// <summary>Ends all that is owned, and leaves the folder: for what lies in it and must end after that.</summary>
    public async Task DisposeOwnedAsync()
    {
        while (owned.TryPop(out var thing))
        {
            await thing.DisposeAsync();
            if (thing is RunningProcess process)
            {
                tell($"---- {process.Name} ----\n{process.Output}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeOwnedAsync();
        Directory.Delete(Root, recursive: true);
    }
}
