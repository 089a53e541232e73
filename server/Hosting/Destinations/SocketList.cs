using System.Net.Sockets;

namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>The folders in which a unix socket may be connected to. Links are followed inside them alone.</summary>
internal sealed class SocketList(IReadOnlyList<string> folders)
{
    public const string Setting = "Destinations:SocketFolders";

    /// <returns>Null: it may be declared.</returns>
    public string? WhyNot(string path) => folders.Any(folder => RealPath.IsBelow(Path.GetFullPath(folder), Path.GetFullPath(path)))
        ? null
        : $"{path} is not below {string.Join(" or ", folders)}; whoever runs the server adds its folder to {Setting} in its configuration.";

    /// <exception cref="DestinationRefusedException">It is not there, or not in one of the folders.</exception>
    public async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var real = RealPath.Of(path) ?? throw new DestinationRefusedException($"there is no {path}");
        if (!folders.Any(folder => RealPath.Of(folder) is { } allowed && RealPath.IsBelow(allowed, real)))
        {
            throw new DestinationRefusedException($"{path} leads to {real}, which is in no folder of {Setting}");
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(real), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
