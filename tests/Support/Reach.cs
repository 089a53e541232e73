using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Server.Hosting.Secrets;

namespace SovereignFleet.Tests.Support;

/// <summary>Where a server of a test may connect to, and whose secrets it has.</summary>
internal static class Reach
{
    public static AllowedDestinations Everything => Of(["0.0.0.0/0", "::/0"], ["0.0.0.0/0", "::/0"], "/");

    public static AllowedDestinations Nothing => Of([], [], "/nowhere");

    public static AllowedDestinations Of(string[] balancers, string[] tickets, string sockets = "/run/haproxy") => new(
        new DestinationsOptions { Balancers = balancers, Tickets = tickets, SocketFolders = [sockets] }, NullLogger<AllowedDestinations>.Instance);

    public static SecretFolder Secrets(string folder) =>
        new(new SecretsOptions { Secrets = new() { Folder = folder } }, NullLogger<SecretFolder>.Instance);
}
