using System.Reflection;
using System.Text.RegularExpressions;

namespace SovereignFleet.Tests.Architecture;

/// <summary>"$" is also before a last line break, so that what it judges may end in one; "\z" is the end.</summary>
[TestClass]
public sealed partial class RegularExpressionTests
{
    private static readonly Assembly[] Programs =
        [typeof(SovereignFleet.Agent.AgentOptions).Assembly, typeof(SovereignFleet.Server.Link.LinkOptions).Assembly, typeof(SovereignFleet.Dashboard.DashboardApp).Assembly];

    [TestMethod]
    public void Expressions_OfTheProduct_EndAtTheEnd()
    {
        var all = (from program in Programs
                   from type in program.GetTypes()
                   from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                   let expression = method.GetCustomAttribute<GeneratedRegexAttribute>()
                   where expression is not null && !expression.Options.HasFlag(RegexOptions.Multiline)
                   select (Where: $"{type.FullName}.{method.Name}", expression.Pattern)).ToList();

        Assert.IsGreaterThan(20, all.Count);
        Assert.AreEqual("", string.Join('\n', all.Where(one => EscapedOrInASet().Replace(one.Pattern, "").Contains('$', StringComparison.Ordinal)).Select(one => one.Where)));
    }

    [GeneratedRegex(@"\\.|\[[^\]]*\]")]
    private static partial Regex EscapedOrInASet();
}
