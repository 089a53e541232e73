using System.Net;
using System.Net.Sockets;

namespace SovereignFleet.Server.Hosting.Destinations;

/// <summary>Hosts and networks that one kind of outside call may reach. Judged twice: by what is declared, so that a person is told at once,
/// and by the address that is really connected to.</summary>
/// <param name="setting">"Destinations:Tickets"</param>
internal sealed class AddressList(string setting, IEnumerable<string> declared)
{
    private readonly DestinationRule[] rules = [.. declared.Select(DestinationRule.Parse).OfType<DestinationRule>()];

    /// <returns>Null: it may be declared. A name may also be declared where a network alone is listed; which address it has is seen when it is connected to.</returns>
    public string? WhyNot(string host, int port)
    {
        var may = IPAddress.TryParse(host, out var literal)
            ? rules.Any(rule => rule.Allows(host, literal, port))
            : rules.Any(rule => rule.IsOfPort(port) && (rule.Network is not null || rule.IsNamed(host)));
        return may ? null : $"{host}:{port} is not where this server may connect to; whoever runs the server adds it to {setting} in its configuration.";
    }

    /// <exception cref="DestinationRefusedException">No address of the host is allowed.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = addresses.Where(address => rules.Any(rule => rule.Allows(host, address, port))).ToArray();
        if (allowed.Length == 0)
        {
            throw new DestinationRefusedException($"{host}:{port} ({string.Join(", ", addresses.AsEnumerable())}) is not in {setting}");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
