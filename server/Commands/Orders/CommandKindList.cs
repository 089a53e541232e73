using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Hosting.Pages;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>The kinds of commands as the API lists them, in pages. They know no time: a page ends with a name.</summary>
internal static class CommandKindList
{
    private const string List = "command-kinds";
    private const int LargestSize = 500;

    public static ListCommandKindsResponse Read(ListCommandKindsRequest request)
    {
        var after = PageToken.Read<string>(List, request.PageToken)?.Id;
        var rest = after is null ? CommandKinds.All : CommandKinds.All.SkipWhile(kind => kind.Descriptor.Name != after).Skip(1);
        var page = Page<Proto.Fleet.CommandKind>.Cut(
            [.. rest.Select(kind => CommandKindMapper.Map(kind.Descriptor))],
            Page<Proto.Fleet.CommandKind>.Size(request.PageSize, LargestSize, LargestSize),
            kind => PageToken.Of(List, DateTimeOffset.MinValue, kind.Name));
        return new ListCommandKindsResponse { Kinds = { page.Rows }, NextPageToken = page.NextToken };
    }
}
