using SovereignFleet.Simulator.Control;

namespace SovereignFleet.Simulator;

/// <summary>Makes an enrollment token for one Host and leaves it in a file that only its owner reads.</summary>
internal static class TokenCommand
{
    public static async Task<int> RunAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        using var control = await ControlPlane.SignInAsync(options, cancellationToken);
        var token = await control.CreateTokenAsync(options.Host, cancellationToken);
        await control.SignOutAsync(cancellationToken);
        await using var file = new FileStream(Path.Combine(options.Folder, "token"), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using var text = new StreamWriter(file);
        await text.WriteAsync(token.AsMemory(), cancellationToken);
        return 0;
    }
}
