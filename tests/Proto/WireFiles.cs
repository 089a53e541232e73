using Google.Protobuf.Reflection;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Proto;

/// <summary>Every file of the wire, as it was compiled.</summary>
internal static class WireFiles
{
    /// <summary>In the order of their paths.</summary>
    public static IReadOnlyList<FileDescriptor> All { get; } =
    [
        .. typeof(Hello).Assembly.GetTypes().Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>().OrderBy(file => file.Name, StringComparer.Ordinal),
    ];
}
