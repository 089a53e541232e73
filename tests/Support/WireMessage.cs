using System.Text;
using Google.Protobuf;

namespace SovereignFleet.Tests.Support;

/// <summary>A message of protocol buffers without its schema: its fields by their numbers.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> fields = [];

    private WireMessage()
    {
    }

    public static WireMessage Read(byte[] bytes)
    {
        var message = new WireMessage();
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag && tag != 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            message.fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (field, input.ReadUInt64(), null),
                WireFormat.WireType.Fixed64 => (field, input.ReadFixed64(), null),
                WireFormat.WireType.Fixed32 => (field, input.ReadFixed32(), null),
                WireFormat.WireType.LengthDelimited => (field, 0, input.ReadBytes().ToByteArray()),
                var other => throw new InvalidDataException($"wire type {other}"),
            });
        }

        return message;
    }

    public bool Has(int field) => fields.Exists(found => found.Field == field);

    public IEnumerable<WireMessage> Messages(int field) => fields.Where(found => found.Field == field && found.Bytes is not null).Select(found => Read(found.Bytes!));

    public byte[] Bytes(int field) => fields.SingleOrDefault(found => found.Field == field).Bytes ?? [];

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public ulong Number(int field) => fields.SingleOrDefault(found => found.Field == field).Number;
}
