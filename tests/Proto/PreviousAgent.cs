using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Proto;

/// <summary>The messages of an agent of 0.1, the last whose Hello said nothing of what it can do.</summary>
internal static class PreviousAgent
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Proto", "Fixtures", "v0", name + ".bin"));

    public static ConnectRequest Message(string name) => ConnectRequest.Parser.ParseFrom(Bytes(name));
}
