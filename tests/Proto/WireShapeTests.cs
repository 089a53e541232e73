using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using SovereignFleet.Tests.Architecture;

namespace SovereignFleet.Tests.Proto;

/// <summary>buf's STANDARD rules, as far as descriptors tell: whoever has buf runs `buf lint` over proto/ for all of them.</summary>
[TestClass]
public sealed partial class WireShapeTests
{
    private const string Folder = "proto/sovereignfleet";

    // The one answer that is not ours: only a method that answers with it gives plain bytes by REST.
    private const string PlainBytes = "google.api.HttpBody";

    private static IReadOnlyList<FileDescriptor> Files => WireFiles.All;

    private static IEnumerable<ServiceDescriptor> Services => Files.SelectMany(file => file.Services);

    private static IEnumerable<MethodDescriptor> Methods => Services.SelectMany(service => service.Methods);

    private static IEnumerable<MessageDescriptor> Messages => Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested);

    [TestMethod]
    public void Files_All_AreCompiledAndStandInTheFolderOfTheirPackage()
    {
        var written = Repository.Files(Folder).Where(path => path.EndsWith(".proto", StringComparison.Ordinal)).Select(path => path["proto/".Length..]);

        Assert.AreSequenceEqual(written.Order(StringComparer.Ordinal), Files.Select(file => file.Name));
        Assert.AreEqual("", Lines(Files.Where(file => Path.GetDirectoryName(file.Name) != file.Package.Replace('.', '/')), file => file.Name));
        Assert.AreEqual("", Lines(Files.Where(file => !LowerSnake().IsMatch(Path.GetFileNameWithoutExtension(file.Name))), file => file.Name));
    }

    [TestMethod]
    public void Services_Each_EndInServiceAndHaveAFileOfTheirName() => Assert.AreEqual("", Lines(
        Services.Where(service => !service.Name.EndsWith("Service", StringComparison.Ordinal)
            || service.File.Services.Count > 1
            || Path.GetFileNameWithoutExtension(service.File.Name) != Snake(service.Name)),
        service => service.FullName));

    [TestMethod]
    public void Methods_Each_HaveARequestAndAResponseOfTheirOwn()
    {
        var wrong = Methods.Where(method => method.InputType.Name != method.Name + "Request"
            || (method.OutputType.Name != method.Name + "Response" && method.OutputType.FullName != PlainBytes));
        var shared = Methods.SelectMany(method => new[] { method.InputType, method.OutputType }).GroupBy(message => message.FullName)
            .Where(uses => uses.Count() > 1);

        Assert.AreEqual("", Lines(wrong, method => method.FullName));
        Assert.AreEqual("", Lines(shared, uses => uses.Key));
    }

    [TestMethod]
    public void Enums_Each_PrefixTheirValuesAndBeginUnspecified()
    {
        var wrong =
            from of in Files.SelectMany(file => file.EnumTypes).Concat(Messages.SelectMany(message => message.EnumTypes))
            let prefix = Snake(of.Name).ToUpperInvariant() + "_"
            from value in of.Values
            where !value.Name.StartsWith(prefix, StringComparison.Ordinal) || (value.Number == 0) != (value.Name == prefix + "UNSPECIFIED")
            select value.FullName;

        Assert.AreEqual("", Lines(wrong, name => name));
    }

    [TestMethod]
    public void Fields_Each_AreLowerSnakeCase() => Assert.AreEqual("", Lines(
        Messages.SelectMany(message => message.Fields.InDeclarationOrder()).Where(field => !LowerSnake().IsMatch(field.Name)), field => field.FullName));

    /// <summary>A list that can grow is read in pages, all in the same way.</summary>
    [TestMethod]
    public void Lists_Each_HavePages()
    {
        var wrong = Methods.Where(method => method.Name.StartsWith("List", StringComparison.Ordinal))
            .Where(method => method.InputType.FindFieldByName("page_size") is not { FieldType: FieldType.UInt32 }
                || method.InputType.FindFieldByName("page_token") is not { FieldType: FieldType.String }
                || method.OutputType.FindFieldByName("next_page_token") is not { FieldType: FieldType.String });

        Assert.AreEqual("", Lines(wrong, method => method.FullName));
    }

    [TestMethod]
    public void Imports_Each_AreUsed()
    {
        var wrong =
            from file in Files
            let used = UsedBy(file).ToHashSet()
            from import in file.Dependencies
            where !used.Contains(import.Name)
            select $"{file.Name}: {import.Name}";

        Assert.AreEqual("", Lines(wrong, line => line));
    }

    [TestMethod]
    public void Lines_Each_DeclareOneThing()
    {
        var wrong =
            from path in Repository.Files(Folder)
            from line in File.ReadLines(Path.Combine(Repository.Root, path))
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && line.Count(letter => letter == ';') > 1
            select $"{path}: {line}";

        Assert.AreEqual("", Lines(wrong, line => line));
    }

    private static IEnumerable<string> UsedBy(FileDescriptor file)
    {
        var fields = file.MessageTypes.SelectMany(WithNested).SelectMany(message => message.Fields.InDeclarationOrder());
        foreach (var field in fields)
        {
            if (field.FieldType is FieldType.Message)
            {
                yield return field.MessageType.File.Name;
            }
            else if (field.FieldType is FieldType.Enum)
            {
                yield return field.EnumType.File.Name;
            }
        }

        foreach (var method in file.Services.SelectMany(service => service.Methods))
        {
            yield return method.InputType.File.Name;
            yield return method.OutputType.File.Name;
            if (method.GetOptions()?.GetExtension(Google.Api.AnnotationsExtensions.Http) is not null)
            {
                yield return "google/api/annotations.proto";
            }
        }
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) => message.NestedTypes.SelectMany(WithNested).Prepend(message);

    // "AgentLinkService" -> "agent_link_service"
    private static string Snake(string name) => Humps().Replace(name, "_$1").ToLowerInvariant();

    private static string Lines<T>(IEnumerable<T> wrong, Func<T, string> name) => string.Join('\n', wrong.Select(name));

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex LowerSnake();
}
