using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

/// <summary>What ./fleet package makes of the agent as it ships.</summary>
internal sealed record AgentPackage(string Folder, string Deb, string Archive)
{
    public static async Task<AgentPackage> MakeAsync(Stage stage, string folder, CancellationToken cancellationToken, params string[] options)
    {
        Needs.Programs("dpkg-deb", "readelf", "git");
        var program = await PublishedAgent.PathAsync(cancellationToken);
        var diagnostics = await PublishedAgent.DiagnosticsPathAsync(cancellationToken);
        var made = stage.Folder(folder);
        var fleet = stage.Start(new Launch(
            "fleet package", "bash", [Path.Combine(ProductTree.Root, "fleet"), "package", "--program", program, "--diagnostics", diagnostics, "--out", made, .. options]));
        Assert.AreEqual(0, await fleet.ExitAsync(cancellationToken), fleet.Output);
        return new AgentPackage(made, Directory.GetFiles(made, "*.deb").Single(), Directory.GetFiles(made, "*.tar.gz").Single());
    }
}
