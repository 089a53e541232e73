using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class GatewayBmcs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_command_file_parts_command_files_command_id_name",
                table: "command_file_parts");

            migrationBuilder.DropPrimaryKey(
                name: "pk_command_files",
                table: "command_files");

            migrationBuilder.DropPrimaryKey(
                name: "pk_command_file_parts",
                table: "command_file_parts");

            migrationBuilder.AddColumn<Guid>(
                name: "host_id",
                table: "command_files",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "host_id",
                table: "command_file_parts",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            // Not generated: files that are there already are those of their command's Host.
            migrationBuilder.Sql("UPDATE command_files SET host_id = agent_commands.host_id FROM agent_commands WHERE agent_commands.id = command_files.command_id");
            migrationBuilder.Sql("UPDATE command_file_parts SET host_id = agent_commands.host_id FROM agent_commands WHERE agent_commands.id = command_file_parts.command_id");

            migrationBuilder.AddPrimaryKey(
                name: "pk_command_files",
                table: "command_files",
                columns: new[] { "host_id", "command_id", "name" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_command_file_parts",
                table: "command_file_parts",
                columns: new[] { "host_id", "command_id", "name", "offset" });

            migrationBuilder.CreateTable(
                name: "gateway_bmcs",
                columns: table => new
                {
                    host_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gateway_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reading = table.Column<byte[]>(type: "bytea", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    failure = table.Column<string>(type: "text", nullable: false),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_bmcs", x => x.host_id);
                    table.ForeignKey(
                        name: "fk_gateway_bmcs_hosts_host_id",
                        column: x => x.host_id,
                        principalTable: "hosts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_command_files_command_id",
                table: "command_files",
                column: "command_id");

            migrationBuilder.AddForeignKey(
                name: "fk_command_file_parts_command_files_host_id_command_id_name",
                table: "command_file_parts",
                columns: new[] { "host_id", "command_id", "name" },
                principalTable: "command_files",
                principalColumns: new[] { "host_id", "command_id", "name" },
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_command_file_parts_command_files_host_id_command_id_name",
                table: "command_file_parts");

            migrationBuilder.DropTable(
                name: "gateway_bmcs");

            migrationBuilder.DropPrimaryKey(
                name: "pk_command_files",
                table: "command_files");

            migrationBuilder.DropIndex(
                name: "ix_command_files_command_id",
                table: "command_files");

            migrationBuilder.DropPrimaryKey(
                name: "pk_command_file_parts",
                table: "command_file_parts");

            migrationBuilder.DropColumn(
                name: "host_id",
                table: "command_files");

            migrationBuilder.DropColumn(
                name: "host_id",
                table: "command_file_parts");

            migrationBuilder.AddPrimaryKey(
                name: "pk_command_files",
                table: "command_files",
                columns: new[] { "command_id", "name" });

            migrationBuilder.AddPrimaryKey(
                name: "pk_command_file_parts",
                table: "command_file_parts",
                columns: new[] { "command_id", "name", "offset" });

            migrationBuilder.AddForeignKey(
                name: "fk_command_file_parts_command_files_command_id_name",
                table: "command_file_parts",
                columns: new[] { "command_id", "name" },
                principalTable: "command_files",
                principalColumns: new[] { "command_id", "name" },
                onDelete: ReferentialAction.Cascade);
        }
    }
}
