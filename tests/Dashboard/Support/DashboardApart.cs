using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>The built dashboard as a process of its own before the same control plane: one that can be halted while its pages are open.</summary>
internal sealed class DashboardApart : IAsyncDisposable
{
    private readonly RunningProcess process;
    private readonly DirectoryInfo folder;

    private DashboardApart(RunningProcess process, DirectoryInfo folder, string address) => (this.process, this.folder, Address) = (process, folder, address);

    public string Address { get; }

    public static async Task<DashboardApart> StartAsync(RunningDashboard beside, CancellationToken cancellationToken)
    {
        var (address, folder) = ($"http://127.0.0.1:{FreePort.Next()}", Directory.CreateTempSubdirectory("sovereignfleet-dashboard-"));
        var process = RunningProcess.Start(new Launch(
            "dashboard",
            ProductTree.Program("dashboard", "sovereignfleet-dashboard"),
            "--Server=" + beside.ControlPlane.Address,
            "--ServerCa=" + beside.CaFile,
            "--Listen=" + address,
            "--DataFolder=" + folder.FullName));
        using var client = new HttpClient();
        await Until.Async(
            "the dashboard answers",
            async cancellation => process.HasExited
                ? throw new InvalidOperationException("It ended: " + process.Output)
                : (await client.GetAsync(address + "/sign-in", cancellation)).IsSuccessStatusCode,
            ready => ready,
            cancellationToken);
        return new DashboardApart(process, folder, address);
    }

    public void Halt() => Signals.Halt(process.Id);

    public void GoOn() => Signals.LetGoOn(process.Id);

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await process.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
